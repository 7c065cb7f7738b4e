/**
 * The chaos run: a job on a cluster of several processes reads a simulated stream while shards
 * split and roll over, calls go wrong, and processes are killed. In the end what was written is
 * compared with what the job counted.
 */
package io.github.flinkdynamodb.e2e.chaos;

/**
 * A job for the tests on real clusters: reads a stream, checks in state that each item's versions
 * come once and in order, and writes what it found. Runs on every supported Flink as it is.
 */
package io.github.flinkdynamodb.e2e.chaosjob;

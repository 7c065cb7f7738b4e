/**
 * Flink clusters of several processes on this machine: a JobManager and TaskManagers that can be
 * killed and replaced, and the REST calls of a user.
 */
package io.github.flinkdynamodb.e2e.cluster;

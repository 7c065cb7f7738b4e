/** The quickstart: DynamoDB Local and a Flink job on one machine, and a verdict on what arrived. */
package io.github.flinkdynamodb.tools.quickstart;

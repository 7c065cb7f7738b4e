/** Amazon DynamoDB Local in a process of its own, for tests and the quickstart. */
package io.github.flinkdynamodb.tools.dynamodblocal;

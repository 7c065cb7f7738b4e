/** What reading the lines of an export costs. */
package io.github.flinkdynamodb.tools.benchmarks.export;

/** The programs and pieces of code that the documentation shows. */
package io.github.flinkdynamodb.docs.examples;

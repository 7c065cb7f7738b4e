/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.packaging;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Runs SQL on a cluster inside its JVM, which has Flink and the SQL jar, and nothing else. */
public final class SqlProgram {

    /** What a line with a row begins with. */
    static final String ROW = "ROW ";

    private SqlProgram() {}

    /**
     * Runs statements, and prints the rows of the last one.
     *
     * @param statements the last one is a query that ends
     */
    public static void main(String[] statements) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        StreamTableEnvironment sql = StreamTableEnvironment.create(env);
        for (int i = 0; i < statements.length - 1; i++) {
            sql.executeSql(statements[i]);
        }
        try (CloseableIterator<Row> result =
                sql.executeSql(statements[statements.length - 1]).collect()) {
            result.forEachRemaining(row -> System.out.println(ROW + row));
        }
        System.exit(0);
    }
}

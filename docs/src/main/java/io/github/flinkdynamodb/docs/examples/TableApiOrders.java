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
package io.github.flinkdynamodb.docs.examples;

import static org.apache.flink.table.api.Expressions.$;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** The program that the SQL guide shows: a table and a query without SQL text. */
public final class TableApiOrders {

    private TableApiOrders() {}

    /**
     * Prints the revenue by status, until it is cancelled.
     *
     * @param args unused
     */
    public static void main(String[] args) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        revenue(tables, orders()).execute().print();
    }

    /**
     * Describes the table. No call to AWS is made.
     *
     * @return the table's columns, key and options
     */
    public static TableDescriptor orders() {
        TableDescriptor orders =
                TableDescriptor.forConnector("dynamodb-streams")
                        .schema(
                                Schema.newBuilder()
                                        .column("id", DataTypes.STRING().notNull())
                                        .column("status", DataTypes.STRING())
                                        .column("total", DataTypes.DECIMAL(12, 2))
                                        .primaryKey("id")
                                        .build())
                        .option("table-name", "orders")
                        .option("aws.region", "eu-west-1")
                        .option("scan.startup.mode", "trim-horizon")
                        .build();
        return orders;
    }

    /**
     * Declares the table and the query. No call to AWS is made.
     *
     * @param tables in which the table is declared
     * @param orders the table
     * @return the revenue by status
     */
    public static Table revenue(StreamTableEnvironment tables, TableDescriptor orders) {
        tables.createTemporaryTable("orders", orders);
        Table revenue =
                tables.from("orders")
                        .groupBy($("status"))
                        .select($("status"), $("total").sum().as("revenue"));
        return revenue;
    }
}

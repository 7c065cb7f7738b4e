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
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of the recipe for PostgreSQL, read by JDBC. */
final class PostgresTable implements SinkTable {

    private static final String URL = "jdbc:postgresql://localhost:5432";
    private static final String DATABASE = "shop";
    private static final String USER = "flink";

    private final PostgresServer server;

    /** Creates the table as the recipe says. */
    PostgresTable(PostgresServer server) throws SQLException, IOException {
        this.server = server;
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("DROP USER IF EXISTS " + USER);
            statement.execute("CREATE USER " + USER);
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
        }
        try (Connection connection = server.connect(DATABASE, USER);
                Statement statement = connection.createStatement()) {
            for (String text : Recipe.read(recipe()).statements("postgresql")) {
                statement.execute(text);
            }
        }
    }

    @Override
    public String recipe() {
        return "PostgreSQL";
    }

    @Override
    public FlinkDistribution installedIn(FlinkDistribution flink) {
        return Jars.add(flink, Jars.named("jdbc", flink), "postgresql");
    }

    @Override
    public String located(String statement) {
        return statement.replace(URL, server.url());
    }

    @Override
    public List<String> rows(SqlGateway gateway) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect(DATABASE, USER);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT id, customer, status, total, version FROM orders")) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    String cell = found.getString(i);
                    cells.add(cell == null ? NULL : cell);
                }
                rows.add(String.join(",", cells));
            }
        }
        return rows;
    }
}

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
package io.github.flinkdynamodb.docs;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs statements as a SQL client does. Tables of DynamoDB are those of a simulator, and of another
 * one if they are read with their items; up to what is there, so that every query ends. Files go to
 * a folder of the test, and checkpoints come more often.
 */
final class SqlScript {

    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");
    private static final String STATEMENT_SET = "EXECUTE STATEMENT SET";
    private static final String BOUNDED = ", 'scan.bounded.mode' = 'latest'";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final TableEnvironment sql;
    private final String ownOptions;
    private final String optionsOfInitial;
    private final Path folder;
    private final List<List<String>> result = new ArrayList<>();
    private String statement;

    SqlScript(Simulator simulator, Simulator followed, MiniCluster cluster, Path folder)
            throws Exception {
        this.folder = folder;
        this.sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        URI address = cluster.getRestAddress().get();
        this.sql.getConfig().set("execution.target", "remote");
        this.sql.getConfig().set("rest.address", address.getHost());
        this.sql.getConfig().set("rest.port", Integer.toString(address.getPort()));
        this.sql.getConfig().set("parallelism.default", "1");
        this.sql.getConfig().set("table.local-time-zone", "UTC");
        this.ownOptions = options(simulator);
        this.optionsOfInitial = options(followed);
    }

    private static String options(Simulator simulator) {
        return "'connector' = 'dynamodb-streams', 'aws.endpoint' = '"
                + simulator.endpoint()
                + "', 'aws.credentials.provider' = 'BASIC',"
                + " 'aws.credentials.basic.accesskeyid' = 'any',"
                + " 'aws.credentials.basic.secretkey' = 'any'";
    }

    /** Runs the statements of some lines to their ends; returns how many there were. */
    int run(List<String> lines) throws Exception {
        List<String> statements = statements(String.join("\n", lines).strip());
        for (String text : statements) {
            statement = text;
            runOne(
                    text.replace("'connector' = 'dynamodb-streams'", optionsOf(text))
                            .replace("'/tmp/", "'" + folder.toUri()));
        }
        return statements.size();
    }

    /** A statement set is a block of its own. */
    private static List<String> statements(String block) {
        return block.startsWith(STATEMENT_SET)
                ? List.of(block)
                : Arrays.stream(block.split(";\\s*(\n|$)"))
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.toList());
    }

    private String optionsOf(String text) {
        if (text.contains("'scan.startup.mode' = 'initial'")) {
            return optionsOfInitial + BOUNDED;
        }
        boolean snapshot = text.contains("'scan.startup.mode' = 'snapshot'");
        return snapshot ? ownOptions : ownOptions + BOUNDED;
    }

    private void runOne(String text) throws Exception {
        Matcher set = SET.matcher(text.strip());
        if (set.matches()) {
            boolean isInterval = set.group(1).equals("execution.checkpointing.interval");
            sql.getConfig().set(set.group(1), isInterval ? "100 ms" : set.group(2));
            return;
        }
        TableResult answer = sql.executeSql(text);
        if (text.strip().startsWith("INSERT") || text.startsWith(STATEMENT_SET)) {
            answer.await();
        } else {
            keep(answer);
        }
    }

    private void keep(TableResult answer) throws Exception {
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        try (CloseableIterator<Row> rows = answer.collect()) {
            rows.forEachRemaining(
                    row -> {
                        int sign = row.getKind().shortString().startsWith("+") ? 1 : -1;
                        counts.merge(texts(row), sign, Integer::sum);
                    });
        }
        result.clear();
        result.add(answer.getResolvedSchema().getColumnNames());
        counts.forEach(
                (row, count) -> {
                    for (int i = 0; i < count; i++) {
                        result.add(row);
                    }
                });
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            texts.add(text(row.getField(i)));
        }
        return texts;
    }

    private static String text(Object value) {
        if (value instanceof Instant) {
            return TIME.format((Instant) value);
        }
        if (value instanceof LocalDateTime) {
            return TIME.format(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Object[]) {
            return Arrays.toString((Object[]) value);
        }
        return value == null ? "NULL" : value.toString();
    }

    /** The names of the columns, and the rows that are left when all changes are applied. */
    List<List<String>> lastResult() {
        return result;
    }

    String lastStatement() {
        return statement;
    }
}

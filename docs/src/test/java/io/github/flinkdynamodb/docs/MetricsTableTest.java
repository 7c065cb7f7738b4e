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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.table.reconcile.ReconcileMetrics;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.junit.jupiter.api.Test;

/** The tables of metrics name what is registered, and its kind. */
class MetricsTableTest {

    private static final String PAGE = "docs/datastream-guide.md";
    private static final String SQL = "docs/sql.md";
    private static final String OPERATIONS = "docs/operations.md";
    private static final Pattern CAMEL_CASE = Pattern.compile("`([a-z]+(?:[A-Z][a-z]*)+)`");
    private static final Set<String> METRICS_OF_FLINK =
            Set.of("numRestarts", "numberOfFailedCheckpoints", "lastCheckpointDuration");
    private static final Pattern STANDARD_COUNTER = Pattern.compile("get(\\w+)Counter");
    private static final Pattern STANDARD_GAUGE = Pattern.compile("set(\\w+)Gauge");

    private final Map<String, String> registered = new TreeMap<>();

    private <T> T group(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, args) -> register(method, args)));
    }

    private Object register(Method method, Object... args) {
        Matcher counter = STANDARD_COUNTER.matcher(method.getName());
        if (counter.matches()) {
            registered.put(decapitalized(counter.group(1)), "counter");
            return new SimpleCounter();
        }
        Matcher gauge = STANDARD_GAUGE.matcher(method.getName());
        if (gauge.matches()) {
            registered.put(decapitalized(gauge.group(1)), "gauge");
            return null;
        }
        switch (method.getName()) {
            case "counter":
                registered.put((String) args[0], "counter");
                return new SimpleCounter();
            case "gauge":
            case "histogram":
                registered.put((String) args[0], method.getName());
                return args[1];
            case "addGroup":
                return group(MetricGroup.class);
            case "getIOMetricGroup":
                return group(OperatorIOMetricGroup.class);
            default:
                throw new UnsupportedOperationException(method.toString());
        }
    }

    private static String decapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Map<String, String> documented(String section) throws IOException {
        return documented(PAGE, section);
    }

    private static Map<String, String> documented(String file, String section) throws IOException {
        Map<String, String> documented = new TreeMap<>();
        MarkdownFile page = MarkdownFile.read(Repository.file(file));
        MarkdownFile.rows(page.section(section)).stream()
                .filter(row -> row.get(0).startsWith("`"))
                .forEach(row -> documented.put(row.get(0).replace("`", ""), row.get(1)));
        return documented;
    }

    @Test
    void theReadersMetricsAreThoseOfTheTable() throws IOException {
        new ReaderMetrics(group(SourceReaderMetricGroup.class), Clock.systemUTC(), 0);

        assertThat(registered).isNotEmpty().isEqualTo(documented("metrics of a reader"));
    }

    @Test
    void theMetricsOfAShardAreThoseOfTheTable() throws IOException {
        ReaderMetrics reader =
                new ReaderMetrics(group(SourceReaderMetricGroup.class), Clock.systemUTC(), 0, true);
        registered.clear();

        reader.watch("shardId-1", null, null);

        assertThat(registered).isNotEmpty().isEqualTo(documented("metrics of a shard"));
    }

    @Test
    void theEnumeratorsMetricsAreThoseOfTheTable() throws IOException {
        new EnumeratorMetrics(group(SplitEnumeratorMetricGroup.class));

        assertThat(registered).isNotEmpty().isEqualTo(documented("metrics of the enumerator"));
    }

    @Test
    void thoseOfTheOperatorThatReconcilesAreInTheSqlGuide() throws IOException {
        new ReconcileMetrics(group(OperatorMetricGroup.class), () -> true);

        assertThat(registered)
                .isNotEmpty()
                .isEqualTo(documented(SQL, "metrics of the operator that reconciles"));
    }

    @Test
    void thePageOnOperationsNamesMetricsThatExist() throws IOException {
        Set<String> known = new TreeSet<>(METRICS_OF_FLINK);
        known.addAll(documented("metrics of a reader").keySet());
        known.addAll(documented("metrics of the enumerator").keySet());
        known.addAll(documented(SQL, "metrics of the operator that reconciles").keySet());

        List<String> named = new ArrayList<>();
        for (String line : MarkdownFile.read(Repository.file(OPERATIONS)).prose()) {
            CAMEL_CASE.matcher(line).results().forEach(match -> named.add(match.group(1)));
        }

        assertThat(named).hasSizeGreaterThan(15).isSubsetOf(known);
    }
}

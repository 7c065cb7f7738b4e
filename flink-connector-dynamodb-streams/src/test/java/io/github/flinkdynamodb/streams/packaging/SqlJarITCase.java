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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.File;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SQL jar, as the build makes it: what is in it, what isn't, and that it works where there is
 * only Flink beside it.
 */
class SqlJarITCase {

    private static final String BASE = "io/github/flinkdynamodb/streams/";
    private static final String SERVICES = "META-INF/services/";

    /** Names that must have been changed wherever a class refers to them. */
    private static final Pattern MOVED =
            Pattern.compile(
                    "(?<![\\w])(?<!shaded[./])"
                            + "(software[./]amazon|io[./]netty|org[./]reactivestreams)[./]");

    /** Files that Java, Flink or Maven look for under these names. */
    private static final Pattern CONVENTION =
            Pattern.compile(
                    "META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|licenses/[^/]+\\.txt"
                            + "|maven/[^/]+/[^/]+/pom\\.properties"
                            + "|services/io\\.github\\.flinkdynamodb\\.streams\\.shaded\\.[\\w.]+"
                            + "|services/org\\.apache\\.flink\\.table\\.factories\\.Factory)");

    private static final Pattern ARTIFACT =
            Pattern.compile(
                    "(software/amazon/awssdk|io/netty|org/reactivestreams)/([^/]+)/([^/]+)/[^/]+"
                            + "\\.jar$");

    private static final Path FILE = Path.of(System.getProperty("sql.jar"));

    private static SqlJar jar;
    private static URLClassLoader loader;

    @TempDir private Path folder;

    @BeforeAll
    static void open() throws IOException {
        jar = new SqlJar(FILE);
        loader = new FlinkAndSqlJar(FILE).loader();
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
        jar.close();
    }

    @Test
    void everythingLiesInThePackageOfTheConnectorOrWhereAConventionSays() throws IOException {
        List<String> files = jar.files();

        System.out.printf(
                Locale.ROOT,
                "%s: %.1f MB, %d classes, %d of them the connector's%n",
                FILE.getFileName(),
                Files.size(FILE) / 1e6,
                jar.classes().size(),
                jar.classes().stream().filter(name -> !name.startsWith(SqlJar.SHADED)).count());
        assertThat(files).doesNotHaveDuplicates();
        assertThat(files)
                .filteredOn(name -> !name.startsWith(BASE) && !CONVENTION.matcher(name).matches())
                .isEmpty();
        assertThat(files)
                .filteredOn(
                        name ->
                                name.startsWith(BASE)
                                        && !name.startsWith(SqlJar.SHADED)
                                        && !name.endsWith(".class"))
                .as("the connector has no other files")
                .isEmpty();
    }

    @Test
    void everyClassOfEveryDependencyIsThere() throws IOException {
        List<String> expected = new ArrayList<>();
        for (String artifact : dependencies()) {
            try (SqlJar dependency = new SqlJar(Path.of(artifact))) {
                dependency.classes().stream()
                        .filter(name -> !name.endsWith("module-info.class"))
                        .forEach(name -> expected.add(SqlJar.SHADED + name));
            }
        }

        assertThat(expected).as("no class comes from two artifacts").doesNotHaveDuplicates();
        assertThat(jar.classes())
                .filteredOn(name -> name.startsWith(SqlJar.SHADED))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noClassRefersToANameThatHasMoved() {
        List<String> found = new ArrayList<>();
        for (String classFile : jar.classes()) {
            jar.constants(classFile).stream()
                    // Messages are for people; the other is a file that only tells versions.
                    .filter(text -> !text.contains(" ") && !text.startsWith("META-INF/io.netty"))
                    .filter(text -> MOVED.matcher(text).find())
                    .forEach(text -> found.add(classFile + ": " + text));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void everyServiceFileNamesClassesThatLoad() throws Exception {
        List<String> services =
                jar.files().stream()
                        .filter(name -> name.startsWith(SERVICES))
                        .collect(Collectors.toList());

        assertThat(services)
                .contains(
                        SERVICES
                                + (SqlJar.SHADED + "software/amazon/awssdk/http/").replace('/', '.')
                                + "SdkHttpService",
                        SERVICES
                                + (SqlJar.SHADED + "software/amazon/awssdk/http/async/")
                                        .replace('/', '.')
                                + "SdkAsyncHttpService");
        for (String service : services) {
            Class<?> type = loader.loadClass(service.substring(SERVICES.length()));
            for (String provider : jar.lines(service)) {
                Class<?> provided = loader.loadClass(provider);
                assertThat(type).as(service).isAssignableFrom(provided);
                assertThat(provided.getDeclaredConstructor().newInstance()).isNotNull();
            }
        }
    }

    @Test
    void theNoticeNamesWhatTheJarContainsAndItsLicences() throws IOException {
        String notice = jar.text("META-INF/NOTICE");
        Set<String> named =
                notice.lines()
                        .filter(line -> line.matches("- [^ ]+:[^ ]+:[^ ]+"))
                        .map(line -> line.substring(2))
                        .collect(Collectors.toSet());
        Set<String> licences =
                Pattern.compile("META-INF/(LICENSE|licenses/[\\w.-]+\\.txt)")
                        .matcher(notice)
                        .results()
                        .map(match -> match.group())
                        .collect(Collectors.toSet());

        assertThat(named).isEqualTo(artifacts());
        assertThat(jar.files())
                .filteredOn(name -> name.matches("META-INF/(LICENSE|licenses/.*)"))
                .containsExactlyInAnyOrderElementsOf(licences);
        assertThat(licences).allSatisfy(name -> assertThat(jar.text(name)).isNotBlank());
        assertThat(jar.text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    }

    @Test
    void theConnectorIsTheSameAsInThePlainJar() throws IOException {
        String plainName = FILE.getFileName().toString().replace("flink-sql-", "flink-");

        try (SqlJar plain = new SqlJar(FILE.resolveSibling(plainName))) {
            assertThat(plain.files()).noneMatch(name -> name.startsWith(SqlJar.SHADED));
            assertThat(jar.classes())
                    .filteredOn(name -> !name.startsWith(SqlJar.SHADED))
                    .containsExactlyInAnyOrderElementsOf(plain.classes());
        }
    }

    @Test
    void flinkFindsTheFactoryOnce() throws Exception {
        Class<?> factories = loader.loadClass("org.apache.flink.table.factories.Factory");
        Set<String> found = new HashSet<>();
        int count = 0;
        for (Object factory : ServiceLoader.load(factories, loader)) {
            if (factories
                    .getMethod("factoryIdentifier")
                    .invoke(factory)
                    .equals("dynamodb-streams")) {
                count++;
                found.add(factory.getClass().getName());
                assertThat(factory.getClass().getClassLoader()).isSameAs(loader);
            }
        }

        assertThat(found)
                .containsExactly(
                        "io.github.flinkdynamodb.streams.table.DynamoDbStreamsDynamicTableFactory");
        assertThat(count).isEqualTo(1);
    }

    @Test
    @Timeout(120)
    void aQueryReadsTheStreamThroughTheSdkInTheJar() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders =
                    simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
            orders.put(Item.builder().s("id", "a").n("amount", 1).build());
            orders.put(Item.builder().s("id", "b").n("amount", 2).build());
            orders.delete(Item.builder().s("id", "a").build());

            List<String> rows =
                    run(
                            table(
                                    simulator,
                                    " 'scan.startup.mode' = 'trim-horizon',"
                                            + " 'scan.bounded.mode' = 'latest',"
                                            + " 'scan.changelog-mode' = 'full'"),
                            "SELECT * FROM orders");

            assertThat(rows).containsExactly("+I[a, 1]", "+I[b, 2]", "-D[a, 1]");
        }
    }

    @Test
    @Timeout(120)
    void aSnapshotReadsTheTableThroughTheSdkInTheJar() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders =
                    simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
            orders.put(Item.builder().s("id", "a").n("amount", 1).build());
            orders.put(Item.builder().s("id", "b").n("amount", 2).build());
            orders.disableStream();

            List<String> rows =
                    run(
                            table(simulator, " 'scan.startup.mode' = 'snapshot'"),
                            "SELECT * FROM orders");

            assertThat(rows).containsExactlyInAnyOrder("+I[a, 1]", "+I[b, 2]");
        }
    }

    private static String table(Simulator simulator, String options) {
        return "CREATE TABLE orders (id STRING, amount BIGINT, PRIMARY KEY (id) NOT"
                + " ENFORCED) WITH ('connector' = 'dynamodb-streams',"
                + " 'table-name' = 'orders', 'aws.region' = '"
                + simulator.region()
                + "', 'aws.endpoint' = '"
                + simulator.endpoint()
                + "', 'aws.credentials.provider' = 'BASIC',"
                + " 'aws.credentials.basic.accesskeyid' = 'any',"
                + " 'aws.credentials.basic.secretkey' = 'any',"
                + options
                + ")";
    }

    private List<String> run(String... statements) throws Exception {
        return new FlinkAndSqlJar(FILE)
                .run(SqlProgram.class, folder, List.of(statements))
                .lines()
                .filter(line -> line.startsWith(SqlProgram.ROW))
                .map(line -> line.substring(SqlProgram.ROW.length()))
                .collect(Collectors.toList());
    }

    /** The jars of the dependencies that a user needs, as Maven resolves them. */
    private static List<String> dependencies() throws IOException {
        String classPath = Files.readString(Path.of(System.getProperty("sql.jar.artifacts")));
        return Stream.of(classPath.strip().split(File.pathSeparator)).collect(Collectors.toList());
    }

    private static Set<String> artifacts() throws IOException {
        Set<String> artifacts = new HashSet<>();
        for (String path : dependencies()) {
            var matcher = ARTIFACT.matcher(path.replace('\\', '/'));
            assertThat(matcher.find()).as("of a group that isn't known here: %s", path).isTrue();
            artifacts.add(
                    matcher.group(1).replace('/', '.')
                            + ":"
                            + matcher.group(2)
                            + ":"
                            + matcher.group(3));
        }
        return artifacts;
    }
}

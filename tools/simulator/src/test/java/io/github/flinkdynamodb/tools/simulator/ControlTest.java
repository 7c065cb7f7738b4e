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
package io.github.flinkdynamodb.tools.simulator;

import static io.github.flinkdynamodb.tools.simulator.SimulatorFixture.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.simulator.export.ExportReader;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The simulator is steered and asked over HTTP, with every action that there is. */
class ControlTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void tablesAreCreatedAndWritten() throws Exception {
        JsonNode created = act("{'do':'create-table','name':'orders','shards':2}");
        JsonNode first = act("{'do':'put','table':'orders','item':{'pk':{'S':'a'}}}");
        JsonNode same = act("{'do':'put','table':'orders','item':{'pk':{'S':'a'}}}");
        JsonNode gone = act("{'do':'delete','table':'orders','item':{'pk':{'S':'a'}}}");
        act("{'do':'put','table':'orders','item':{'pk':{'S':'b'}}}");
        act("{'do':'expire','table':'orders','item':{'pk':{'S':'b'}}}");

        SimulatedTable table = service.simulator().table("orders");
        assertThat(created.get("streamArn").asText()).isEqualTo(table.streamArn());
        assertThat(table.openShardIds()).hasSize(2);
        assertThat(same.get("sequenceNumber").isNull()).isTrue();
        assertThat(table.sequenceNumbersByKey().get("a"))
                .containsExactly(
                        first.get("sequenceNumber").asText(), gone.get("sequenceNumber").asText());
        assertThat(table.sequenceNumbersByKey().get("b")).hasSize(2);
        assertThat(
                        service.read(table, table.shardOf(SimulatorFixture.item("b", 0))).stream()
                                .filter(record -> record.userIdentity() != null))
                .hasSize(1);
    }

    @Test
    void aTableIsCreatedWithSettingsForItsScans() throws Exception {
        JsonNode created =
                act(
                        "{'do':'create-table','name':'orders','scanPageBytes':5,'readCapacity':70,"
                                + "'reportedItems':8,'reportedBytes':9,'warmReadUnits':12000,"
                                + "'withoutStream':true}");
        act("{'do':'put','table':'orders','item':{'pk':{'S':'abc'}}}");
        act("{'do':'put','table':'orders','item':{'pk':{'S':'def'}}}");

        var table = service.tables().describeTable(r -> r.tableName("orders")).table();

        assertThat(created.get("arn").asText()).isEqualTo(table.tableArn());
        assertThat(created.has("streamArn")).isFalse();
        assertThat(get("/tables/orders").get("streamArn").isNull()).isTrue();
        assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(70);
        assertThat(table.itemCount()).isEqualTo(8);
        assertThat(table.tableSizeBytes()).isEqualTo(9);
        assertThat(table.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
        assertThat(service.tables().scanPaginator(r -> r.tableName("orders")).stream())
                .extracting(page -> page.count())
                .containsExactly(1, 1, 0);
    }

    @Test
    void aTableIsCreatedThatIsStaleThrottledAndRemembersItsHistory() throws Exception {
        act(
                "{'do':'create-table','name':'orders','readCapacity':1,'readBurst':'PT2S',"
                        + "'staleness':'PT1S','keepHistory':true}");
        act(
                "{'do':'create-table','name':'parts','partitions':1000,"
                        + "'partitionReadCapacity':1}");
        act("{'do':'put','table':'orders','item':{'pk':{'S':'a'}}}");

        assertThat(scan(false).items()).isEmpty();
        service.advance("PT10S");
        assertThat(scan(false).items()).hasSize(1);
        assertThat(scan(true).items()).hasSize(1);
        // A unit and a half are taken of the two that were saved up.
        assertThat(scan(true).items()).hasSize(1);
        assertThat(code(() -> scan(true))).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(get("/tables/orders/items?at=2026-03-01T09:59:59Z")).isEmpty();
        assertThat(code(() -> part(0))).isEqualTo("no error");
        assertThat(code(() -> part(0))).isEqualTo("no error");
        assertThat(code(() -> part(0))).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(code(() -> part(999))).isEqualTo("no error");
        act("{'do':'fault','fault':'http-503','call':'Scan','segment':999}");
        assertThat(code(() -> part(500))).isEqualTo("no error");
        assertThat(catchThrowable(() -> part(999))).isInstanceOf(DynamoDbException.class);
    }

    @Test
    void aTableIsExported(@TempDir Path bucket) throws Exception {
        act("{'do':'create-table','name':'orders','pointInTimeRecovery':true}");
        act("{'do':'add-bucket','name':'exports','directory':'" + bucket + "'}");
        act(
                "{'do':'set-exports','duration':'PT1M','fuzz':'PT1M','windowFuzz':'PT1M',"
                        + "'mostRunning':1,'filesPerPartition':3}");
        act("{'do':'put','table':'orders','item':{'pk':{'S':'a'}}}");
        service.advance("PT1H");
        String arn = export();

        assertThat(code(this::export)).isEqualTo("LimitExceededException");
        service.advance("PT1M");
        act("{'do':'finish-exports'}");
        assertThat(bucket.resolve("AWSDynamoDB")).isNotEmptyDirectory();
        String manifest = describeExport(arn).exportManifest();
        assertThat(new ExportReader(bucket, manifest).entries()).hasSize(3);
    }

    @Test
    void anExportFailsOrIsRefused() throws Exception {
        act("{'do':'create-table','name':'orders'}");
        act("{'do':'enable-point-in-time-recovery','table':'orders','days':7}");
        assertThat(
                        service.tables()
                                .describeContinuousBackups(r -> r.tableName("orders"))
                                .continuousBackupsDescription()
                                .pointInTimeRecoveryDescription()
                                .recoveryPeriodInDays())
                .isEqualTo(7);
        act("{'do':'fail-export','code':'S3AccessDenied','message':'No entry'}");
        String failed = export();
        service.advance("PT10M");

        assertThat(describeExport(failed).failureCode()).isEqualTo("S3AccessDenied");
        assertThat(describeExport(failed).failureMessage()).isEqualTo("No entry");
        act("{'do':'disable-point-in-time-recovery','table':'orders'}");
        assertThat(code(this::export)).isEqualTo("PointInTimeRecoveryUnavailableException");
    }

    private String export() {
        String table = service.simulator().table("orders").arn();
        return service.tables()
                .exportTableToPointInTime(r -> r.tableArn(table).s3Bucket("exports"))
                .exportDescription()
                .exportArn();
    }

    private ExportDescription describeExport(String arn) {
        return service.tables().describeExport(r -> r.exportArn(arn)).exportDescription();
    }

    private ScanResponse scan(boolean consistent) {
        return service.tables().scan(r -> r.tableName("orders").consistentRead(consistent));
    }

    private void part(int segment) {
        service.tables().scan(r -> r.tableName("parts").segment(segment).totalSegments(1000));
    }

    @Test
    void shardsRollOverSplitHideFailAndGo() throws Exception {
        SimulatedTable table = service.table();
        String first = table.openShardIds().get(0);

        String second = act("{'do':'roll','table':'orders','shard':'any'}").get("child").asText();
        JsonNode children =
                act("{'do':'split','table':'orders','shard':'" + second + "'}").get("children");
        act("{'do':'hide','table':'orders','shard':'" + second + "'}");
        assertThat(service.listedIds(table)).doesNotContain(second);
        act("{'do':'show','table':'orders','shard':'" + second + "'}");
        assertThat(service.listedIds(table)).contains(second);
        act("{'do':'make-unreadable','table':'orders','shard':'" + second + "'}");
        assertThat(code(() -> service.begin(table, second))).isEqualTo("ResourceNotFoundException");
        act("{'do':'make-readable','table':'orders','shard':'" + second + "'}");
        assertThat(code(() -> service.begin(table, second))).isEqualTo("no error");
        act("{'do':'drop','table':'orders','shard':'" + first + "'}");
        assertThat(service.listedIds(table)).doesNotContain(first);
        act("{'do':'roll-all','table':'orders'}");

        assertThat(children).hasSize(2);
        assertThat(service.shards(table)).hasSize(5);
    }

    @Test
    void recordsAreTrimmed() throws Exception {
        SimulatedTable table = service.table();
        String shard = table.openShardIds().get(0);
        for (int i = 0; i < 5; i++) {
            table.put(SimulatorFixture.item("a", i));
        }

        act("{'do':'trim','table':'orders','shard':'" + shard + "','records':3}");

        assertThat(service.read(table, shard)).hasSize(2);
        assertThat(table.trimmedUnread()).isEqualTo(3);
    }

    @Test
    void streamsAreDisabledEnabledAndDeleted() throws Exception {
        SimulatedTable table = service.table();
        String old = table.streamArn();
        act("{'do':'disable-stream','table':'orders'}");
        assertThat(service.status(table)).isEqualTo("DISABLED");

        JsonNode enabled = act("{'do':'enable-stream','table':'orders'}");

        assertThat(enabled.get("streamArn").asText())
                .isEqualTo(table.streamArn())
                .isNotEqualTo(old);
        act("{'do':'delete-table','table':'orders'}");
        assertThat(table.isDeleted()).isTrue();
        assertThat(get("/tables/orders").get("streams")).hasSize(2);
    }

    @Test
    void theClockMovesFaultsStrikeAndCallsTakeTime() throws Exception {
        SimulatedTable table = service.table();
        act("{'do':'advance-clock','by':'PT15M'}");
        assertThat(service.simulator().clock().instant())
                .isEqualTo(SimulatorFixture.START.plus(Duration.ofMinutes(15)));
        act("{'do':'fault','fault':'ThrottlingException','call':'DescribeStream','times':1}");
        assertThat(code(() -> service.status(table))).isEqualTo("ThrottlingException");
        act("{'do':'fault','fault':'http-500'}");
        act("{'do':'clear-faults'}");
        act("{'do':'latency','call':['DescribeStream','GetRecords'],'time':'PT0.1S'}");
        long start = System.nanoTime();

        assertThat(code(() -> service.status(table))).isEqualTo("no error");

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(95_000_000L);
    }

    @Test
    void aPolicyIsSetForAnAccessKey() throws Exception {
        SimulatedTable table = service.table();

        act(
                "{'do':'set-policy','accessKeyId':'key','policy':{'Statement':"
                        + "{'Effect':'Allow','Action':'dynamodb:Scan','Resource':'*'}}}");

        assertThat(code(() -> service.status(table))).isEqualTo("AccessDeniedException");
    }

    @Test
    void connectionsAreDroppedButForTheOneThatAsksForIt() throws Exception {
        SimulatedTable table = service.table();
        service.status(table);

        JsonNode result = act("{'do':'drop-connections'}");

        assertThat(result.get("done").asText()).isEqualTo("drop-connections");
        // The client may find its kept connection closed once.
        Awaitility.await().ignoreExceptions().until(() -> service.status(table), "ENABLED"::equals);
    }

    @Test
    void aLoadWritesKeysUntilItIsFinishedAndCanBeginAgain() throws Exception {
        SimulatedTable table = service.table();
        act(
                "{'do':'start-load','table':'orders','keys':10,'recordsPerSecond':5000,"
                        + "'itemBytes':50,'records':200}");
        assertThat(refusal("{'do':'start-load','table':'orders'}")).contains("a load on the table");
        Awaitility.await().until(() -> table.written() == 200);

        act("{'do':'finish-load','table':'orders'}");

        assertThat(table.written()).isEqualTo(210);
        assertThat(table.recordsByKey()).hasSize(10);
        assertThat(table.get(SimulatorFixture.item("k3", 0)).attribute("last"))
                .isEqualTo("{\"BOOL\":true}");
        act("{'do':'start-load','table':'orders','keys':1}");
        act("{'do':'stop-load','table':'orders'}");
        assertThat(refusal("{'do':'stop-load','table':'orders'}")).contains("There is no load");
    }

    @Test
    void aLoadThatIsPreloadedHasEveryKeyFromItsBeginning() throws Exception {
        SimulatedTable table = service.table();

        act(
                "{'do':'start-load','table':'orders','keys':100,'recordsPerSecond':0.001,"
                        + "'preload':true}");

        assertThat(table.items().count()).isEqualTo(100);
        act("{'do':'finish-load','table':'orders'}");
        assertThat(table.get(SimulatorFixture.item("k99", 0)).attribute("v"))
                .isEqualTo("{\"N\":\"2\"}");
    }

    @Test
    void theLedgerTellsWhatWasWrittenReadAndWhatWentWrong() throws Exception {
        SimulatedTable table = service.table();
        table.put(SimulatorFixture.item("a", 1));
        table.put(SimulatorFixture.item("a", 2));
        service.client()
                .getRecords(
                        r ->
                                r.shardIterator(service.begin(table, table.openShardIds().get(0)))
                                        .limit(1));
        code(() -> service.page("nonsense"));

        JsonNode ledger = get("/ledger");
        JsonNode shard = get("/tables/orders").get("shards").get(0);

        assertThat(ledger.get("time").asText()).isEqualTo(SimulatorFixture.START.toString());
        assertThat(ledger.get("tables").get("orders").toString())
                .isEqualTo(
                        "{\"written\":2,\"handedOut\":1,\"unread\":1,\"missed\":0,"
                                + "\"trimmedUnread\":0,\"items\":1,\"scanned\":0,"
                                + "\"readUnits\":0.0}");
        assertThat(ledger.get("handedOut").get("records").asInt()).isEqualTo(1);
        assertThat(ledger.get("calls").get("GetRecords").asInt()).isEqualTo(2);
        assertThat(ledger.get("faults").get("ValidationException").asInt()).isEqualTo(1);
        assertThat(shard.get("open").asBoolean()).isTrue();
        assertThat(shard.get("records").asInt()).isEqualTo(2);
        assertThat(shard.get("recordsHandedOut").asInt()).isEqualTo(1);
        assertThat(get("/tables/orders/keys").toString()).isEqualTo("{\"a\":2}");
        assertThat(get("/tables/orders/keys/handed-out").toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void theLedgerTellsWhatIsInATableWhatWasAndWhatWasScanned() throws Exception {
        SimulatedTable table = service.table(TableSettings.table("orders").keepHistory());
        table.put(SimulatorFixture.item("a", 1));
        service.advance("PT1S");
        table.put(SimulatorFixture.item("a", 2));
        service.tables().scan(r -> r.tableName("orders"));
        service.advance("PT1S");
        table.delete(SimulatorFixture.item("a", 0));
        service.tables().scan(r -> r.tableName("orders").consistentRead(true));

        assertThat(get("/tables/orders/items").toString()).isEqualTo("{}");
        assertThat(get("/tables/orders/items?at=2026-03-01T10:00:02Z").toString())
                .isEqualTo("{\"a\":{\"pk\":{\"S\":\"a\"},\"v\":{\"N\":\"2\"}}}");
        assertThat(get("/tables/orders/items?at=2026-03-01T10:00:01Z").toString())
                .isEqualTo("{\"a\":{\"pk\":{\"S\":\"a\"},\"v\":{\"N\":\"1\"}}}");
        assertThat(get("/tables/orders/items/handed-out").toString()).isEqualTo("{\"a\":1}");
        assertThat(get("/tables/orders/scans").toString())
                .isEqualTo(
                        "{\"pages\":1,\"emptyPages\":1,\"items\":1,\"throttled\":0,\"units\":1.5,"
                                + "\"unitsBySecond\":{\"2026-03-01T10:00:01Z\":0.5,"
                                + "\"2026-03-01T10:00:02Z\":1.0}}");
        JsonNode ledger = get("/ledger");
        assertThat(ledger.at("/tables/orders/scanned").asInt()).isEqualTo(1);
        assertThat(ledger.at("/tables/orders/readUnits").asDouble()).isEqualTo(1.5);
        assertThat(ledger.at("/calls/Scan").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/tables/orders/items?at=noon; Invalid time 'noon': expected one such as",
                "/tables/orders/items?of=a; Invalid query '?of=a': expected ?at=TIME",
                "/tables/orders/items?at=2026-03-01T09:00:00Z; expected one of which the table's"
                        + " versions are kept",
                "/tables/nope/items; Unknown table 'nope'",
                "/tables/nope/scans; Unknown table 'nope'"
            })
    void whatIsWrongWithARequestIsSaid(String path, String message) throws Exception {
        service.table();

        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("error").asText()).contains(message);
    }

    @Test
    void aTableIsThrottledGetsStaleAndIsCreatedOnceMore() throws Exception {
        SimulatedTable table = service.table();
        String old = act("{'do':'delete-table','table':'orders'}").toString();
        String arn = act("{'do':'recreate-table','table':'orders'}").get("streamArn").asText();
        act("{'do':'set-staleness','table':'orders','time':'PT1S'}");
        table.put(SimulatorFixture.item("a", 1));
        act("{'do':'set-read-capacity','table':'orders','units':1}");

        var stale = service.tables().scan(r -> r.tableName("orders").consistentRead(true));
        String next = code(() -> service.tables().scan(r -> r.tableName("orders")));

        assertThat(old).contains("delete-table");
        assertThat(arn).isEqualTo(table.streamArn());
        assertThat(table.streamArns()).hasSize(2);
        assertThat(stale.count()).isEqualTo(1);
        assertThat(next).isEqualTo("ProvisionedThroughputExceededException");
        act("{'do':'set-read-capacity','table':'orders'}");
        assertThat(service.tables().scan(r -> r.tableName("orders")).count()).isZero();
    }

    @Test
    void severalActionsAreDoneInTheirOrder() throws Exception {
        HttpResponse<String> answer =
                post(
                        "[{'do':'create-table','name':'orders'},"
                                + "{'do':'roll-all','table':'orders'}]");

        assertThat(JSON.readTree(answer.body())).hasSize(2);
        assertThat(service.simulator().table("orders").shards()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; \"do\" is missing",
                "7; Not a JSON object",
                "{'do':'dance'}; Unknown action 'dance': expected one of",
                "{'do':'roll-all'}; \"table\" is missing",
                "{'do':'roll-all','table':'nope'}; Unknown table 'nope': expected one of",
                "{'do':'roll','table':'orders'}; \"shard\" is missing",
                "{'do':'roll','table':'orders','shard':'nope'}; has no shard nope",
                "{'do':'roll-all','table':'orders','after':'PT1S'}; has no \"after\"",
                "{'do':'put','table':'orders'}; \"item\" is missing",
                "{'do':'put','table':'orders','item':{'pk':'a'}}; has no typed value",
                "{'do':'put','table':'orders','item':{'pk':{'N':'1'}}}; is of the type S",
                "{'do':'create-table'}; \"name\" is missing",
                "{'do':'create-table','name':'orders'}; already",
                "{'do':'create-table','name':'x'}; 3 to 255",
                "{'do':'create-table','name':'new','shards':0}; \"shards\" is a whole number from"
                        + " 1",
                "{'do':'create-table','name':'new','readCapacity':0}; readCapacity: at least 1",
                "{'do':'create-table','name':'new','colour':'red'}; has no \"colour\"",
                "{'do':'create-table','name':'new','viewType':'ALL'}; is one of [KEYS_ONLY",
                "{'do':'create-table','name':'new','retention':'1 day'}; is a duration such as",
                "{'do':'create-table','name':'new','sortKey':{'name':'s','type':'BOOL'}}; S, N or"
                        + " B",
                "{'do':'create-table','name':'new','endOnOwnPage':'yes'}; is true or false",
                "{'do':'trim','table':'orders','shard':'any','records':-1}; from 0 on",
                "{'do':'advance-clock','by':'-PT1S'}; isn't negative",
                "{'do':'set-staleness','table':'orders'}; \"time\" is missing",
                "{'do':'set-read-capacity','table':'orders','units':-1}; from 0 on",
                "{'do':'fault'}; \"fault\" is missing",
                "{'do':'fault','fault':'bad-luck'}; Unknown fault 'bad-luck': expected the code of"
                        + " an error",
                "{'do':'fault','fault':'http-9'}; Unknown fault 'http-9'",
                "{'do':'fault','fault':'delay'}; \"time\" is missing",
                "{'do':'fault','fault':'wrong-crc','call':'Query'}; No call is named Query",
                "{'do':'fault','fault':'wrong-crc','probability':2}; from 0 to 1",
                "{'do':'fault','fault':'wrong-crc','times':0}; from 1 on",
                "{'do':'latency','call':'GetRecords'}; \"time\" is missing",
                "{'do':'start-load','table':'orders','keys':0}; from 1 on",
                "{'do':'start-load','table':'orders','recordsPerSecond':0}; more than 0",
                "{'do':'start-load','table':'orders','itemBytes':-5}; from 1 on",
                "{'do':'start-load','table':'orders','size':5}; has no \"size\""
            })
    void whatIsWrongWithAnActionIsSaid(String action, String message) throws Exception {
        service.table();

        String refusal = refusal(action);

        assertThat(refusal).contains(message);
    }

    @Test
    void aRequestThatDoesNotExistIsRefused() throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri("/nope")).build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("No such request").contains("/_simulator/ledger");
    }

    /** The tests above do each of them; a new one needs a test as well. */
    @Test
    void theseAreAllActions() {
        assertThat(service.simulator().actions().names())
                .containsExactlyInAnyOrder(
                        "add-bucket",
                        "advance-clock",
                        "clear-faults",
                        "create-table",
                        "delete",
                        "delete-table",
                        "disable-point-in-time-recovery",
                        "disable-stream",
                        "drop",
                        "drop-connections",
                        "enable-point-in-time-recovery",
                        "enable-stream",
                        "expire",
                        "fail-export",
                        "fault",
                        "fill-table",
                        "finish-exports",
                        "finish-load",
                        "hide",
                        "latency",
                        "make-readable",
                        "make-unreadable",
                        "put",
                        "recreate-table",
                        "roll",
                        "roll-all",
                        "set-exports",
                        "set-policy",
                        "set-read-capacity",
                        "set-staleness",
                        "show",
                        "split",
                        "start-load",
                        "stop-load",
                        "trim");
    }

    private JsonNode act(String action) throws Exception {
        HttpResponse<String> answer = post(action);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get(0);
    }

    private String refusal(String action) throws Exception {
        HttpResponse<String> answer = post(action);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return JSON.readTree(answer.body()).get("error").asText();
    }

    private HttpResponse<String> post(String actions) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri("/actions"))
                        .POST(HttpRequest.BodyPublishers.ofString(actions.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private URI uri(String path) {
        return URI.create(service.simulator().endpoint() + "/_simulator" + path);
    }
}

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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;

/** Callers may do what the policies of their access keys allow. */
class PermissionsTest {

    /** With which the clients of these tests sign. */
    private static final String KEY = "key";

    private static final String DENIED = "AccessDeniedException";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

    @RegisterExtension final SimulatorFixture service = new SimulatorFixture();

    @TempDir private Path folder;

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Policy allow(String actions, String resources) {
        return Policy.of(
                json(
                        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':"
                                + actions
                                + ",'Resource':"
                                + resources
                                + "}]}"));
    }

    private void may(Policy policy) {
        service.simulator().permissions().set(KEY, policy);
    }

    private String describeStream(SimulatedTable table) {
        return code(() -> service.client().describeStream(r -> r.streamArn(table.streamArn())));
    }

    private String listStreams() {
        return code(() -> service.client().listStreams(r -> r.tableName("orders")));
    }

    @Test
    void aKeyWithoutAPolicyMayDoAnything() {
        service.simulator().permissions().set("another", allow("'dynamodb:Scan'", "'*'"));

        assertThat(describeStream(service.table())).isEqualTo("no error");
    }

    @Test
    void aDeniedCallSaysWhoMayNotDoWhatOnWhat() {
        SimulatedTable table = service.table();
        may(allow("'dynamodb:ListStreams'", "'" + TABLE + "/stream/*'"));

        assertThatThrownBy(
                        () -> service.client().describeStream(r -> r.streamArn(table.streamArn())))
                .hasMessageContaining(
                        "User: arn:aws:iam::000000000000:user/key is not authorized to perform:"
                                + " dynamodb:DescribeStream on resource: "
                                + table.streamArn()
                                + " because no identity-based policy allows the"
                                + " dynamodb:DescribeStream action");
        assertThat(listStreams()).isEqualTo("no error");
        assertThat(service.simulator().faults().count(DENIED)).isEqualTo(1);
        assertThat(service.simulator().counts().calls(Operation.DESCRIBE_STREAM)).isEqualTo(1);
    }

    @Test
    void resourcesOfOtherTablesAndKindsAreOthers() {
        SimulatedTable table = service.table();

        may(allow("'dynamodb:*'", "'arn:aws:dynamodb:us-east-1:000000000000:table/other/*'"));
        assertThat(describeStream(table)).isEqualTo(DENIED);
        may(allow("'dynamodb:*'", "'" + TABLE + "'"));
        assertThat(describeStream(table)).isEqualTo(DENIED);
        assertThat(code(() -> service.tables().scan(r -> r.tableName("orders"))))
                .isEqualTo("no error");
        assertThat(code(() -> service.tables().listExports(r -> r.tableArn(TABLE))))
                .as("a call that is on no resource")
                .isEqualTo(DENIED);
        may(allow("['dynamodb:listexports','dynamodb:Describe?tream']", "'*'"));
        assertThat(code(() -> service.tables().listExports(r -> r.tableArn(TABLE))))
                .isEqualTo("no error");
        assertThat(describeStream(table)).isEqualTo("no error");
    }

    @Test
    void theResourceOfGetRecordsIsTheStreamOfItsIterator() {
        SimulatedTable table = service.table();
        String iterator = service.begin(table, table.openShardIds().get(0));

        may(allow("'dynamodb:GetRecords'", "'" + table.streamArn() + "'"));
        assertThat(code(() -> service.page(iterator))).isEqualTo("no error");
        may(allow("'dynamodb:GetShardIterator'", "'" + table.streamArn() + "'"));
        assertThat(code(() -> service.page(iterator))).isEqualTo(DENIED);
    }

    @Test
    void whatIsDeniedIsDeniedWhateverAllowsIt() {
        SimulatedTable table = service.table();
        may(
                Policy.of(
                        json(
                                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'},"
                                        + "{'Effect':'Deny','Action':'dynamodb:ListStreams',"
                                        + "'Resource':'*'}]}")));

        assertThat(describeStream(table)).isEqualTo("no error");
        assertThatThrownBy(() -> service.client().listStreams(r -> r.tableName("orders")))
                .hasMessageContaining("with an explicit deny");
    }

    @Test
    void anExportThatMayNotBeWrittenFailsWhenItsTimeIsUp() {
        service.table(TableSettings.table("orders").pointInTimeRecovery());
        service.simulator().exports().bucket("bucket", folder);
        service.advance("PT1M");
        String calls = "['dynamodb:ExportTableToPointInTime','dynamodb:DescribeExport',";
        may(allow(calls + "'s3:PutObject']", "'*'"));

        assertThat(exported().failureCode()).isEqualTo("S3AccessDenied");
        may(allow(calls + "'s3:PutObject','s3:AbortMultipartUpload']", "'*'"));
        assertThat(exported().exportStatusAsString()).isEqualTo("COMPLETED");
    }

    private ExportDescription exported() {
        String arn =
                service.tables()
                        .exportTableToPointInTime(r -> r.tableArn(TABLE).s3Bucket("bucket"))
                        .exportDescription()
                        .exportArn();
        service.simulator().clock().advance(Duration.ofMinutes(10));
        return service.tables().describeExport(r -> r.exportArn(arn)).exportDescription();
    }

    @Test
    void aPolicyCanBeTakenApart() {
        Policy both = allow("['a:A','a:B']", "'*'").and(allow("'a:C'", "'arn:x'"));

        assertThat(both.actions()).containsExactly("a:A", "a:B", "a:C");
        assertThat(both.allows("a:C", "arn:x")).isTrue();
        assertThat(both.allows("a:C", "arn:y")).isFalse();
        assertThat(both.without("a:B").allows("a:B", "arn:x")).isFalse();
        assertThat(both.without("a:B").actions()).containsExactly("a:A", "a:C");
    }

    @Test
    void whatIsNotSimulatedIsRefused() {
        String condition =
                "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}}";

        assertThatThrownBy(() -> Policy.of(json(condition)))
                .hasMessageContaining("A statement's Condition isn't simulated");
        assertThatThrownBy(() -> Policy.of(json("{'Statement':{'Effect':'Allow'}}")))
                .hasMessageContaining("needs Action");
        assertThatThrownBy(() -> Policy.of(json("{}"))).hasMessageContaining("needs a Statement");
    }
}

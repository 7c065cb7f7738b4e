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

import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job does its work with the policies that the documentation has for it. Without any one of their
 * actions it doesn't, and its failure names the action.
 */
class PermissionsITCase {

    /** The jobs by how the page calls them; the inspector has a test of its own. */
    private static final Map<String, PermittedJob> JOBS =
            Map.of(
                    "reads the stream of a table that is named by its name",
                    PermittedJob.ofStream(),
                    "reads a stream by its ARN",
                    PermittedJob.ofStream().without("table-name").with("stream.arn", "STREAM_ARN"),
                    "reads the stream of a table that is named by its ARN",
                    PermittedJob.ofStream().with("table-name", "TABLE_ARN"),
                    "`snapshot`",
                    PermittedJob.ofItems(),
                    "`initial`",
                    PermittedJob.ofItemsAndStream(),
                    "`snapshot` of an export that is there",
                    PermittedJob.ofItems().with("scan.snapshot.export", "EXPORT"),
                    "`snapshot` of an export that the source asks for",
                    PermittedJob.ofItems().asking(),
                    "the same with `scan.snapshot.export-max-age` = `0 s`",
                    PermittedJob.ofItems().asking().with("scan.snapshot.export-max-age", "0 s"),
                    "`initial` of an export that the source asks for",
                    PermittedJob.ofItemsAndStream().asking(),
                    "`scan.on-data-loss` = `repair`",
                    PermittedJob.ofRepair());

    /** Each action is a job, so the others take their time at night. */
    private static final Set<String> IN_EVERY_BUILD =
            Set.of(
                    "reads the stream of a table that is named by its name",
                    "`snapshot` of an export that the source asks for");

    private static PermittedJobs jobs;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        jobs = PermittedJobs.start(folder);
    }

    @AfterEach
    void endJob() throws Exception {
        jobs.cancelLast();
    }

    @AfterAll
    static void stop() throws Exception {
        jobs.close();
    }

    private static Stream<PermissionsPage.Row> rows() throws IOException {
        return PermissionsPage.rows().stream().filter(row -> !row.job().contains("inspector"));
    }

    static Stream<PermissionsPage.Row> oneOfAStreamAndOneOfAnExport() throws IOException {
        return rows().filter(row -> IN_EVERY_BUILD.contains(row.job()));
    }

    static Stream<PermissionsPage.Row> theOthers() throws IOException {
        return rows().filter(row -> !IN_EVERY_BUILD.contains(row.job()));
    }

    @Test
    void eachRowOfThePageIsAJob() throws IOException {
        assertThat(rows().map(PermissionsPage.Row::job))
                .containsExactlyInAnyOrderElementsOf(JOBS.keySet())
                .containsAll(IN_EVERY_BUILD);
    }

    @ParameterizedTest
    @MethodSource("oneOfAStreamAndOneOfAnExport")
    void theDocumentedPolicyIsEnoughAndHasNothingTooMany(PermissionsPage.Row row) throws Exception {
        PermittedJob job = JOBS.get(row.job());
        String table = jobs.prepare(job);
        Policy policy = row.policy(table, PermittedJobs.BUCKET);
        List<String> actions = policy.actions();

        assertThat(jobs.run(job, table, policy)).as("failure with %s", actions).isEmpty();
        for (String action : actions) {
            String failure = jobs.run(job, table, policy.without(action));

            assertThat(failure).as("failure without %s", action).contains(action);
            if (action.startsWith("dynamodb:")) {
                assertThat(failure)
                        .contains("is not authorized to perform: " + action + " on resource: ")
                        .contains("the identity is allowed " + action + " ");
            }
        }
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("theOthers")
    void soAreAllOthers(PermissionsPage.Row row) throws Exception {
        theDocumentedPolicyIsEnoughAndHasNothingTooMany(row);
    }
}

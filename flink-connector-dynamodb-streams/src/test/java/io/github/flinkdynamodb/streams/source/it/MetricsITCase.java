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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.time.Duration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The metrics have the names that the documentation gives, and tell what is going on. */
@OnEachFlink
class MetricsITCase {

    private static final String READER = "Source: changes";
    private static final int RECORDS = 25;

    private static LocalJobs jobs;
    private static JobClient job;
    private static LocalTable table;

    @BeforeAll
    static void readAll() throws Exception {
        jobs = LocalJobs.start();
        table = jobs.table("metrics", StreamViewType.NEW_AND_OLD_IMAGES);
        for (int i = 0; i < RECORDS; i++) {
            table.put("k" + i);
        }
        job = jobs.run(table, StartupPosition.trimHorizon(), 1, null);
        jobs.awaitAllWritten(table);
    }

    @AfterAll
    static void stop() throws Exception {
        jobs.cancelAll();
        table.close();
        jobs.close();
    }

    private static long reader(String name) {
        return jobs.metrics().of(job, READER, name);
    }

    private static Metric enumerator(String name) {
        assertThat(jobs.metrics().find(job, name)).as(name).hasSize(1);
        return jobs.metrics().find(job, name).get(0);
    }

    private static void awaitReader(String name, long value) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(reader(name)).as(name).isEqualTo(value));
    }

    @Test
    void recordsAndBytesAreCounted() {
        assertThat(reader("numRecordsIn")).isEqualTo(RECORDS);
        assertThat(reader("numRecordsOut")).isEqualTo(RECORDS);
        assertThat(reader("numBytesIn")).isGreaterThan(RECORDS * 100L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numRecordsInErrors",
                "throttledCalls",
                "retriedCalls",
                "expiredIterators",
                "dataLossEvents"
            })
    void whatDidNotHappenIsZero(String name) {
        assertThat(reader(name)).isZero();
    }

    @Test
    void callsAndEmptyPagesAreCountedOnAnIdleShardToo() {
        long calls = reader("getRecordsCalls");
        long emptyPages = reader("emptyPages");
        long bytes = reader("numBytesIn");

        jobs.awaitMorePolls(job, 3);

        assertThat(calls).isPositive();
        assertThat(reader("getRecordsCalls")).isGreaterThanOrEqualTo(calls + 3);
        assertThat(reader("emptyPages")).isGreaterThan(emptyPages);
        assertThat(reader("numBytesIn")).isGreaterThan(bytes);
    }

    @Test
    void aShardThatIsCaughtUpWithHasNoLag() {
        awaitReader("millisBehindLatest", 0);
    }

    @Test
    void theAgeOfTheNewestRecordIsTold() {
        assertThat(reader("currentFetchEventTimeLag"))
                .isBetween(0L, Duration.ofMinutes(5).toMillis());
        assertThat(reader("currentEmitEventTimeLag"))
                .isBetween(0L, Duration.ofMinutes(5).toMillis());
    }

    @Test
    void theBudgetsAreGivenBack() {
        assertThat(reader("requestsInFlight")).isBetween(0L, 1L);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> reader("requestsInFlight") == 0 && reader("bufferedBytes") == 0);
    }

    @Test
    void theReaderHasTheOneShard() {
        awaitReader("assignedShards", 1);
    }

    @Test
    void theTimeOfCallsIsMeasured() {
        Histogram latency = (Histogram) jobs.metrics().find(job, "getRecordsLatency").get(0);

        assertThat(latency.getCount()).isPositive();
        assertThat(latency.getStatistics().getQuantile(0.5)).isBetween(0.0, 60_000.0);
    }

    @Test
    void theEnumeratorKnowsTheShards() {
        assertThat(JobMetrics.number(enumerator("knownShards"))).isEqualTo(1);
        assertThat(JobMetrics.number(enumerator("waitingShards"))).isZero();
        assertThat(JobMetrics.number(enumerator("unassignedSplits"))).isZero();
        assertThat(JobMetrics.number(enumerator("describeStreamCalls"))).isPositive();
        assertThat(((Histogram) enumerator("handoverLatency")).getCount()).isZero();
    }
}

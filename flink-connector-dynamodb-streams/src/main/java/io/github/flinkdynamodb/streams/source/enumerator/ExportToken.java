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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What makes a request for an export the same one after a failure, before any checkpoint holds it:
 * it follows from the job and from what is asked for. A job keeps its id when it, or its
 * JobManager, fails; the same job submitted again has another one.
 */
final class ExportToken {

    private static final String JOB_ID = "<job_id>";

    private ExportToken() {}

    /**
     * Returns a token.
     *
     * @param variables those of the enumerator's metrics, which name the job
     * @param startedAt when the source was started first, for a job that isn't named
     * @param request what is asked for
     * @param attempt how many exports of the same request were passed over
     * @return a token of 36 characters, the same for the same values
     */
    static String of(
            Map<String, String> variables, Instant startedAt, ExportRequest request, int attempt) {
        String job = variables.getOrDefault(JOB_ID, startedAt.toString());
        String identity = job + '|' + request + '|' + attempt;
        return UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

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
package io.github.flinkdynamodb.e2e.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that goes wrong with a call of the service.
 *
 * @param name the simulator's name for it
 * @param call the call
 * @param time how long a delay takes, as ISO 8601 has it; or null
 * @param most how often it strikes at most, each time it is asked for
 */
record FaultKind(String name, String call, String time, int most) {

    private static final int SEVERAL = 4;
    private static final String RECORDS = "GetRecords";

    /** All that the run lets go wrong. What makes the job fail for good isn't among them. */
    static List<FaultKind> all() {
        Stream<FaultKind> records =
                Stream.of(
                                "ThrottlingException",
                                "ProvisionedThroughputExceededException",
                                "LimitExceededException",
                                "RequestLimitExceeded",
                                "InternalServerError",
                                "InternalFailure",
                                "ServiceUnavailableException",
                                "ExpiredIteratorException",
                                "http-502",
                                "http-504",
                                "connection-reset",
                                "connection-closed",
                                "truncated-body",
                                "wrong-crc",
                                "empty-page")
                        .map(name -> new FaultKind(name, RECORDS, null, SEVERAL));
        Stream<FaultKind> others =
                Stream.of("DescribeStream", "GetShardIterator")
                        .flatMap(
                                call ->
                                        Stream.of(
                                                        "ThrottlingException",
                                                        "InternalServerError",
                                                        "connection-reset")
                                                .map(name -> new FaultKind(name, call, null, 2)));
        Stream<FaultKind> slow =
                Stream.of(
                        new FaultKind("delay", RECORDS, "PT1.5S", SEVERAL),
                        new FaultKind("slow-body", RECORDS, "PT1S", SEVERAL),
                        new FaultKind("no-answer", RECORDS, null, 1),
                        // The task fails and the job restarts.
                        new FaultKind("corrupt-body", RECORDS, null, 1));
        return Stream.of(records, others, slow).flatMap(kinds -> kinds).toList();
    }

    /** The action that asks for it. */
    ObjectNode action(int times) {
        ObjectNode action =
                SimulatedService.action("fault")
                        .put("fault", name)
                        .put("call", call)
                        .put("times", times);
        return time == null ? action : action.put("time", time);
    }
}

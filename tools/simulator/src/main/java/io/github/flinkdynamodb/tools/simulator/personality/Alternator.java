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
package io.github.flinkdynamodb.tools.simulator.personality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Answers as ScyllaDB Alternator does. */
final class Alternator extends Translator {

    private static final BigInteger STEP = BigInteger.TEN.pow(9);

    /** About the hundreds of nanoseconds since 1582, by which a UUID counts. */
    private static final BigInteger BEGIN = BigInteger.valueOf(138_000_000_000_000_000L);

    private static final BigInteger NODE = BigInteger.ONE.shiftLeft(63);
    private static final int NODE_BITS = 64;
    private static final int TIME_FROM = "shardId-".length();
    private static final int TIME_TO = TIME_FROM + 20;

    private final Names streams = new Names(arn -> "S" + uuid(arn));
    private final Names shards = new Names(Alternator::nextShard);

    private static UUID uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String nextShard(String id) {
        long millis = Long.parseLong(id.substring(TIME_FROM, TIME_TO));
        return "H " + Long.toHexString(millis) + ":" + uuid(id).toString().replace("-", "");
    }

    @Override
    String stream(String arn) {
        return streams.other(arn);
    }

    @Override
    String streamBack(String arn) {
        return streams.original(arn);
    }

    @Override
    String shard(String id) {
        return shards.other(id);
    }

    @Override
    String shardBack(String id) {
        return shards.original(id);
    }

    @Override
    public String sequenceNumber(String number) {
        BigInteger count = new BigInteger(number).divide(STEP).add(BEGIN);
        return count.shiftLeft(NODE_BITS).or(NODE).toString();
    }

    @Override
    String sequenceNumberBack(String number) {
        BigInteger count = new BigInteger(number).shiftRight(NODE_BITS);
        return count.subtract(BEGIN).multiply(STEP).toString();
    }

    @Override
    String iterator(String iterator) {
        byte[] bytes = iterator.getBytes(StandardCharsets.UTF_8);
        return "I" + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    String iteratorBack(String iterator) {
        return new String(
                Base64.getDecoder().decode(iterator.substring(1)), StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode request(Operation operation, JsonNode request) {
        if (operation.action().contains("Export")) {
            throw new ServiceException(ServiceError.UNKNOWN_OPERATION);
        }
        return super.request(operation, request);
    }

    /** Every page that has a stream says that there is another one. */
    @Override
    void translateListing(ObjectNode answer) {
        JsonNode listed = answer.path("Streams");
        if (!listed.isEmpty()) {
            answer.set("LastEvaluatedStreamArn", listed.get(listed.size() - 1).get("StreamArn"));
        }
    }

    @Override
    void translateDescription(ObjectNode stream) {
        stream.remove("StreamLabel");
        stream.remove("CreationRequestDateTime");
    }

    @Override
    void translateRecord(ObjectNode record, ObjectNode change) {
        record.remove("eventVersion");
        record.remove("awsRegion");
        record.remove("userIdentity");
        record.put("eventSource", "scylladb:alternator");
        change.remove("SizeBytes");
        change.put(
                "ApproximateCreationDateTime", change.path("ApproximateCreationDateTime").asLong());
    }
}

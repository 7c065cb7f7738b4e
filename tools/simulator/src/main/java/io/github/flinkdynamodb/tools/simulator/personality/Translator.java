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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.util.function.UnaryOperator;

/** Turns the service's answers into those of another server, and requests for it back. */
public abstract class Translator {

    private static final String SHARD_ITERATOR = "ShardIterator";

    Translator() {}

    /**
     * Returns the translator of a personality.
     *
     * @return it, or null where there is nothing to translate
     */
    public static Translator of(Personality personality) {
        switch (personality) {
            case LOCALSTACK:
                return new LocalStack();
            case ALTERNATOR:
                return new Alternator();
            default:
                return null;
        }
    }

    abstract String stream(String arn);

    abstract String streamBack(String arn);

    abstract String shard(String id);

    abstract String shardBack(String id);

    /**
     * Translates a sequence number.
     *
     * @param number as the service has it
     * @return as the other server has it; in the same order
     */
    public abstract String sequenceNumber(String number);

    abstract String sequenceNumberBack(String number);

    abstract String iterator(String iterator);

    abstract String iteratorBack(String iterator);

    /** Whether answers with all shards of a stream have one page. */
    boolean listsOnOnePage() {
        return false;
    }

    void translateListing(ObjectNode answer) {}

    void translateDescription(ObjectNode stream) {}

    void translateRecord(ObjectNode record, ObjectNode change) {}

    /**
     * Translates a request.
     *
     * @param operation which
     * @param request its body, as the other server gets it
     * @return as the service gets it
     * @throws ServiceException if the other server has no such call
     */
    public ObjectNode request(Operation operation, JsonNode request) {
        ObjectNode copy = request.deepCopy();
        // Neither knows it: the filter is an addition of November 2025.
        copy.remove("ShardFilter");
        replace(copy, "StreamArn", this::streamBack);
        replace(copy, "ExclusiveStartStreamArn", this::streamBack);
        replace(copy, "ShardId", this::shardBack);
        replace(copy, "ExclusiveStartShardId", this::shardBack);
        replace(copy, "SequenceNumber", this::sequenceNumberBack);
        replace(copy, SHARD_ITERATOR, this::iteratorBack);
        if (operation == Operation.DESCRIBE_STREAM && listsOnOnePage()) {
            copy.remove("Limit");
        }
        return copy;
    }

    /**
     * Returns how to go on with a listing that is answered on one page.
     *
     * @param request as the service gets it
     * @param answer the service's, so far
     * @return the request of the next page; null if this was the last one
     */
    public ObjectNode next(Operation operation, ObjectNode request, ObjectNode answer) {
        JsonNode last = answer.path("StreamDescription").path("LastEvaluatedShardId");
        if (operation != Operation.DESCRIBE_STREAM || !listsOnOnePage() || last.isMissingNode()) {
            return null;
        }
        return request.deepCopy().set("ExclusiveStartShardId", last);
    }

    /**
     * Puts the shards of the pages before in front of those of the next one.
     *
     * @param before the service's answer so far
     * @param page the service's answer to the next request, which then has all
     */
    public void join(ObjectNode before, ObjectNode page) {
        ArrayNode shards = (ArrayNode) before.path("StreamDescription").path("Shards");
        shards.addAll((ArrayNode) page.path("StreamDescription").path("Shards"));
        ((ObjectNode) page.path("StreamDescription")).set("Shards", shards);
    }

    /**
     * Translates an answer, in place.
     *
     * @param answer the service's
     * @return the same object, as the other server answers
     */
    public ObjectNode answer(Operation operation, ObjectNode answer) {
        switch (operation) {
            case LIST_STREAMS:
                answer.path("Streams")
                        .forEach(stream -> replace((ObjectNode) stream, "StreamArn", this::stream));
                replace(answer, "LastEvaluatedStreamArn", this::stream);
                translateListing(answer);
                return answer;
            case DESCRIBE_STREAM:
                describe((ObjectNode) answer.path("StreamDescription"));
                return answer;
            case GET_SHARD_ITERATOR:
                replace(answer, SHARD_ITERATOR, this::iterator);
                return answer;
            case GET_RECORDS:
                replace(answer, "NextShardIterator", this::iterator);
                answer.path("Records").forEach(record -> record((ObjectNode) record));
                return answer;
            case DESCRIBE_TABLE:
                replace((ObjectNode) answer.path("Table"), "LatestStreamArn", this::stream);
                return answer;
            default:
                return answer;
        }
    }

    private void describe(ObjectNode stream) {
        replace(stream, "StreamArn", this::stream);
        replace(stream, "LastEvaluatedShardId", this::shard);
        for (JsonNode listed : stream.path("Shards")) {
            replace((ObjectNode) listed, "ShardId", this::shard);
            replace((ObjectNode) listed, "ParentShardId", this::shard);
            ObjectNode range = (ObjectNode) listed.path("SequenceNumberRange");
            replace(range, "StartingSequenceNumber", this::sequenceNumber);
            replace(range, "EndingSequenceNumber", this::sequenceNumber);
        }
        translateDescription(stream);
    }

    private void record(ObjectNode record) {
        ObjectNode change = (ObjectNode) record.path("dynamodb");
        replace(change, "SequenceNumber", this::sequenceNumber);
        translateRecord(record, change);
    }

    private static void replace(ObjectNode node, String name, UnaryOperator<String> change) {
        JsonNode value = node.get(name);
        if (value != null && value.isTextual()) {
            node.put(name, change.apply(value.asText()));
        }
    }
}

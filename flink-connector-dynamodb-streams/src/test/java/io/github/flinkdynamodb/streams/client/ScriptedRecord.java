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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Instant;

/** A record that a scripted shard holds: its sequence number and its text in DynamoDB's JSON. */
final class ScriptedRecord {

    final SequenceNumber sequenceNumber;
    final String json;

    ScriptedRecord(SequenceNumber sequenceNumber, String json) {
        this.sequenceNumber = sequenceNumber;
        this.json = json;
    }

    /**
     * Creates an INSERT of an item {@code {"id": key, "pad": "xxx"}}, as the service would write
     * it.
     *
     * @param created the creation time, or null to leave it out; written in whole seconds
     * @param padding so many bytes make the record bigger
     */
    static ScriptedRecord insert(String key, SequenceNumber seq, Instant created, int padding) {
        String id = "{\"id\":{\"S\":\"" + key + "\"}";
        String pad = padding == 0 ? "" : ",\"pad\":{\"S\":\"" + "x".repeat(padding) + "\"}";
        String time =
                created == null
                        ? ""
                        : "\"ApproximateCreationDateTime\":" + created.getEpochSecond() + ",";
        return new ScriptedRecord(
                seq,
                "{\"eventID\":\"e-"
                        + seq.digits()
                        + "\",\"eventName\":\"INSERT\",\"eventVersion\":\"1.1\","
                        + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"us-east-1\","
                        + "\"dynamodb\":{"
                        + time
                        + "\"Keys\":"
                        + id
                        + "},\"NewImage\":"
                        + id
                        + pad
                        + "},\"SequenceNumber\":\""
                        + seq.digits()
                        + "\",\"SizeBytes\":"
                        + (key.length() + padding + 2)
                        + ",\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    }

    /** Creates the change of an item, from one image to the other; null if there is none. */
    static ScriptedRecord change(
            String key, SequenceNumber seq, Instant created, String oldImage, String newImage) {
        String name = oldImage == null ? "INSERT" : newImage == null ? "REMOVE" : "MODIFY";
        return new ScriptedRecord(
                seq,
                "{\"eventID\":\"e-"
                        + seq.digits()
                        + "\",\"eventName\":\""
                        + name
                        + "\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\","
                        + "\"awsRegion\":\"us-east-1\",\"dynamodb\":{"
                        + "\"ApproximateCreationDateTime\":"
                        + created.getEpochSecond()
                        + ",\"Keys\":{\"id\":{\"S\":\""
                        + key
                        + "\"}}"
                        + (oldImage == null ? "" : ",\"OldImage\":" + oldImage)
                        + (newImage == null ? "" : ",\"NewImage\":" + newImage)
                        + ",\"SequenceNumber\":\""
                        + seq.digits()
                        + "\",\"SizeBytes\":100,"
                        + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    }
}

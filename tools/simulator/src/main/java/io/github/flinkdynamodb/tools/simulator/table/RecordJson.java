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
package io.github.flinkdynamodb.tools.simulator.table;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Writes stream records as the service does. */
final class RecordJson {

    private static final String TTL_IDENTITY =
            ",\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}";

    private final StreamViewType viewType;
    private final String region;

    RecordJson(StreamViewType viewType, String region) {
        this.viewType = viewType;
        this.region = region;
    }

    /**
     * Writes a record.
     *
     * @param change what happened
     * @param sequence the record's sequence number
     * @param second its creation time in epoch seconds
     * @param random for the event's id and the form of the time
     */
    byte[] write(Change change, long sequence, long second, Random random) {
        StringBuilder text = new StringBuilder(512);
        text.append("{\"eventID\":\"")
                .append(new UUID(random.nextLong(), random.nextLong()).toString())
                .append("\",\"eventName\":\"")
                .append(change.name())
                .append(
                        "\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"")
                .append(region)
                .append("\",\"dynamodb\":{\"ApproximateCreationDateTime\":");
        appendTime(second, (int) (sequence & 3), text);
        text.append(",\"Keys\":");
        change.keys().appendTo(text);
        int size = change.keys().size();
        if (viewType.hasNewImage() && change.after() != null) {
            text.append(",\"NewImage\":");
            change.after().appendTo(text);
            size += change.after().size();
        }
        if (viewType.hasOldImage() && change.before() != null) {
            text.append(",\"OldImage\":");
            change.before().appendTo(text);
            size += change.before().size();
        }
        text.append(",\"SequenceNumber\":\"")
                .append(SequenceNumbers.text(sequence))
                .append("\",\"SizeBytes\":")
                .append(size)
                .append(",\"StreamViewType\":\"")
                .append(viewType.name())
                .append("\"}");
        if (change.isExpiry()) {
            text.append(TTL_IDENTITY);
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The service and its stand-ins write the same whole second in several forms. */
    private static void appendTime(long second, int form, StringBuilder text) {
        String digits = Long.toString(second);
        switch (form) {
            case 0:
                text.append(digits);
                break;
            case 1:
                text.append(digits).append(".0");
                break;
            case 2:
                text.append(digits).append(".000");
                break;
            default:
                text.append(digits.charAt(0))
                        .append('.')
                        .append(digits, 1, digits.length())
                        .append('E')
                        .append(digits.length() - 1);
                break;
        }
    }
}

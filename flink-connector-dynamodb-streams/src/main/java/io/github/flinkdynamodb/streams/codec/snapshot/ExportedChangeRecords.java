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
package io.github.flinkdynamodb.streams.codec.snapshot;

import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.ScannedFields;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * Creates the records of changes that an incremental export has: what becomes of an item within the
 * export's window, in one change. They have keys, images, time, region and view type, and neither
 * stream, shard, sequence number nor id. The text is composed when it is asked for. Immutable;
 * threads share it.
 */
@Internal
public final class ExportedChangeRecords {

    private static final String EVENT_SOURCE = "aws:dynamodb";

    private final String tableArn;
    private final String region;
    private final StreamViewType view;

    /**
     * Creates records of a table.
     *
     * @param tableArn the table's ARN, as the export's manifest has it
     * @param view which images the export has: NEW_IMAGE or NEW_AND_OLD_IMAGES
     */
    public ExportedChangeRecords(String tableArn, StreamViewType view) {
        this.tableArn = tableArn;
        this.region = ScannedRecords.regionOf(tableArn);
        this.view = view;
    }

    /** Creates the record of a line; images that it doesn't have are null. */
    ChangeRecord of(Instant time, Image keys, Image newImage, Image oldImage) {
        String event = eventName(newImage != null, oldImage != null);
        return ChangeRecord.builder()
                .readFrom(tableArn, null)
                .eventName(event)
                .eventSource(EVENT_SOURCE)
                .awsRegion(region)
                .approximateCreationTime(time)
                .newImage(newImage)
                .oldImage(oldImage)
                .streamViewType(view.name())
                .scanned(new Fields(this, event, time, keys, newImage, oldImage))
                .build();
    }

    /** Without old images an export doesn't tell an item that is new from one that is changed. */
    private String eventName(boolean hasNew, boolean hasOld) {
        if (!hasNew) {
            return "REMOVE";
        }
        return hasOld || view == StreamViewType.NEW_IMAGE ? "MODIFY" : "INSERT";
    }

    /** Of one change. What two threads create at the same time is the same. */
    private static final class Fields implements ScannedFields {

        private final ExportedChangeRecords records;
        private final String eventName;
        private final Instant time;
        private final Image keys;
        private final Image newImage;
        private final Image oldImage;
        private ByteSlice json;

        Fields(
                ExportedChangeRecords records,
                String eventName,
                Instant time,
                Image keys,
                Image newImage,
                Image oldImage) {
            this.records = records;
            this.eventName = eventName;
            this.time = time;
            this.keys = keys;
            this.newImage = newImage;
            this.oldImage = oldImage;
        }

        @Override
        public Image keys() {
            return keys;
        }

        @Override
        public ByteSlice json() {
            ByteSlice created = json;
            if (created == null) {
                byte[] text = compose();
                created = new ByteSlice(text, 0, text.length);
                json = created;
            }
            return created;
        }

        private byte[] compose() {
            JsonWriter writer = new JsonWriter().beginObject();
            writer.name("eventName").string(eventName);
            if (records.region != null) {
                writer.name("awsRegion").string(records.region);
            }
            writer.name("eventSource").string(EVENT_SOURCE).name("dynamodb").beginObject();
            writer.name("ApproximateCreationDateTime").seconds(time);
            writer.name("Keys").json(keys.json());
            if (newImage != null) {
                writer.name("NewImage").json(newImage.json());
            }
            if (oldImage != null) {
                writer.name("OldImage").json(oldImage.json());
            }
            writer.name("StreamViewType").string(records.view.name());
            return writer.endObject().endObject().toBytes();
        }
    }
}

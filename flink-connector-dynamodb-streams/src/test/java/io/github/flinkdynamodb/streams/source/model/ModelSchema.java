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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Returns a change's sequence number, or an item's key and version: the model's table knows the
 * rest. It gives a change once, or once for each of its images; of an exported change it returns
 * its key and both versions.
 */
final class ModelSchema implements DynamoDbStreamsDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    private static final Duration ALLOWANCE = Duration.ofSeconds(60);

    private final boolean inHalves;

    /** Null if every change is given out. */
    private final Instant notBefore;

    ModelSchema(Setup setup) {
        this.inHalves = setup.mode.isReconciled();
        this.notBefore =
                setup.fault == Fault.FILTER_OF_EACH_RECORD ? Setup.START.minus(ALLOWANCE) : null;
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<String> out) throws Exception {
        if (record.isSnapshot()) {
            out.collect(
                    ItemVersion.element(
                            record.newImage().get(ItemsModel.KEY).s(),
                            record.newImage().get(ItemsModel.VERSION).n()));
        } else if (notBefore != null && record.approximateCreationTime().isBefore(notBefore)) {
            return;
        } else if (record.sequenceNumber() == null) {
            out.collect(
                    ChainLine.element(
                            record.keys().get(ItemsModel.KEY).s(),
                            versionOf(record.oldImage()),
                            versionOf(record.newImage())));
        } else if (inHalves) {
            halves(record, out);
        } else {
            out.collect(record.sequenceNumber().digits());
        }
    }

    private static String versionOf(Image image) {
        return image == null ? null : image.get(ItemsModel.VERSION).n();
    }

    private static void halves(ChangeRecord record, Collector<String> out) {
        if (record.oldImage() != null) {
            out.collect(record.sequenceNumber().digits() + RowModel.OLD);
        }
        if (record.newImage() != null) {
            out.collect(record.sequenceNumber().digits() + RowModel.NEW);
        }
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}

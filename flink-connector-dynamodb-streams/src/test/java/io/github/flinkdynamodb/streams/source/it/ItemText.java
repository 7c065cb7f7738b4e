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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** A scanned item as one line: "keys version", the keys as their record has them. */
public final class ItemText implements DynamoDbStreamsDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<String> out) {
        if (!record.isSnapshot() || record.oldImage() != null) {
            throw new IllegalStateException("not a scanned item: " + record);
        }
        AttributeValue sort = record.keys().get("sk");
        out.collect(
                text(record.keys().get("pk"))
                        + (sort == null ? "" : "/" + text(sort))
                        + " "
                        + record.newImage().get("v").n());
    }

    /** The value of a key attribute of any type. */
    private static String text(AttributeValue key) {
        switch (key.type()) {
            case S:
                return key.s();
            case N:
                return key.n();
            default:
                return new BigInteger(1, key.b()).toString();
        }
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}

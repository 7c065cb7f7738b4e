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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Returns each change as one JSON text, in DynamoDB's form or in a plain one. */
@PublicEvolving
public final class JsonStringDeserializationSchema
        implements DynamoDbStreamsDeserializationSchema<String> {

    private static final long serialVersionUID = 1L;

    private final boolean plain;

    private JsonStringDeserializationSchema(boolean plain) {
        this.plain = plain;
    }

    /**
     * A schema that gives the record as the service sent it: each value names its type, and fields
     * that this version doesn't know are there too. Costs no decoding of the images.
     *
     * @return the schema
     * @see ChangeRecordJson#dynamoDb
     */
    public static JsonStringDeserializationSchema dynamoDbJson() {
        return new JsonStringDeserializationSchema(false);
    }

    /**
     * A schema that gives the record with the service's field names, and in keys and images plain
     * values: numbers with all their digits, binaries in base64, sets as arrays.
     *
     * @return the schema
     * @see ChangeRecordJson#plain
     */
    public static JsonStringDeserializationSchema plainJson() {
        return new JsonStringDeserializationSchema(true);
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<String> out) {
        out.collect(plain ? ChangeRecordJson.plain(record) : ChangeRecordJson.dynamoDb(record));
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}

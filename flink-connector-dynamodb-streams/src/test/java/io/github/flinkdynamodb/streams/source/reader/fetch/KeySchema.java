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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * Returns the key of each record, which says more: "none-..." gives nothing, "twice-..." two
 * elements, and "bad-..." one element and then an error. A dead letter is its bytes, place and
 * cause.
 */
public final class KeySchema implements DeadLetterSchema<String> {

    private static final long serialVersionUID = 1L;

    private int left = Integer.MAX_VALUE;

    /** Makes this satisfied after so many records. */
    KeySchema enough(int records) {
        left = records;
        return this;
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<String> out) throws IOException {
        left--;
        String key = record.keys().get("id").s();
        if (key.startsWith("none-")) {
            return;
        }
        out.collect(key);
        if (key.startsWith("twice-")) {
            out.collect(key + "-again");
        }
        if (key.startsWith("bad-")) {
            throw new IOException("the schema doesn't like " + key);
        }
    }

    @Override
    public void deserializeRejected(ChangeRecord record, DeadLetter letter, Collector<String> out) {
        out.collect(letter.origin() + " " + letter.record().utf8() + " from " + letter);
    }

    @Override
    public boolean isSatisfied() {
        return left <= 0;
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}

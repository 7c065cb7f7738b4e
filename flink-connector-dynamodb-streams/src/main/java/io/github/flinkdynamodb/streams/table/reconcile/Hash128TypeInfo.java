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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of hashes, as keys of a stream. */
@Internal
public final class Hash128TypeInfo extends TypeInformation<Hash128> {

    /** The only one. */
    public static final Hash128TypeInfo INSTANCE = new Hash128TypeInfo();

    private static final long serialVersionUID = 1L;

    private Hash128TypeInfo() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<Hash128> getTypeClass() {
        return Hash128.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public TypeSerializer<Hash128> createSerializer(SerializerConfig config) {
        return Hash128Serializer.INSTANCE;
    }

    /**
     * Creates a serializer; what Flink before 2.0 calls.
     *
     * @param config not used
     * @return the serializer
     */
    public TypeSerializer<Hash128> createSerializer(ExecutionConfig config) {
        return Hash128Serializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "Hash128";
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Hash128TypeInfo;
    }

    @Override
    public int hashCode() {
        return Hash128TypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object o) {
        return o instanceof Hash128TypeInfo;
    }
}

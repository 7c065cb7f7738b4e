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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;

@OnEachFlink
class RecordTypeInfoTest {

    @Test
    void typesAreOpaqueValuesWithoutAKey() {
        for (TypeInformation<?> type :
                new TypeInformation<?>[] {
                    ChangeRecordTypeInfo.INSTANCE, SdkRecordTypeInfo.INSTANCE
                }) {
            assertThat(type.isKeyType()).isFalse();
            assertThat(type.isBasicType()).isFalse();
            assertThat(type.isTupleType()).isFalse();
            assertThat(type.getArity()).isEqualTo(1);
            assertThat(type.getTotalFields()).isEqualTo(1);
        }
        assertThat(ChangeRecordTypeInfo.INSTANCE.getTypeClass()).isEqualTo(ChangeRecord.class);
        assertThat(SdkRecordTypeInfo.INSTANCE.getTypeClass()).isEqualTo(Record.class);
    }

    @Test
    void serializerIsTheSameByEitherWayToAskForIt() {
        ExecutionConfig config = new ExecutionConfig();

        assertThat(ChangeRecordTypeInfo.INSTANCE.createSerializer(config))
                .isSameAs(
                        ChangeRecordTypeInfo.INSTANCE.createSerializer(
                                config.getSerializerConfig()))
                .isSameAs(ChangeRecordSerializer.INSTANCE);
        assertThat(SdkRecordTypeInfo.INSTANCE.createSerializer(config))
                .isSameAs(SdkRecordTypeInfo.INSTANCE.createSerializer(config.getSerializerConfig()))
                .isSameAs(SdkRecordSerializer.INSTANCE);
    }

    @Test
    void shippedTypeEqualsItsOriginal() throws IOException, ClassNotFoundException {
        TypeInformation<?> shipped = InstantiationUtil.clone(ChangeRecordTypeInfo.INSTANCE);

        assertThat(shipped)
                .isEqualTo(ChangeRecordTypeInfo.INSTANCE)
                .hasSameHashCodeAs(ChangeRecordTypeInfo.INSTANCE)
                .hasToString("ChangeRecordTypeInfo")
                .isNotEqualTo(SdkRecordTypeInfo.INSTANCE);
    }
}

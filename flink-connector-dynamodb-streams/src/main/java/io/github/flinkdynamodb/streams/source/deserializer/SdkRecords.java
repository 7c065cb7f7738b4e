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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** Converts changes to the records that the AWS SDK would have created from the same bytes. */
final class SdkRecords {

    private SdkRecords() {}

    /**
     * Converts a change, decoding its images.
     *
     * @param record the change
     * @return the SDK's record; its {@code dynamodb()} is never null
     */
    static Record toSdk(ChangeRecord record) {
        return Record.builder()
                .eventID(record.eventId())
                .eventName(record.eventName())
                .eventVersion(record.eventVersion())
                .eventSource(record.eventSource())
                .awsRegion(record.awsRegion())
                .dynamodb(change(record))
                .userIdentity(identity(record.userIdentity()))
                .build();
    }

    private static StreamRecord change(ChangeRecord record) {
        StreamRecord.Builder change =
                StreamRecord.builder()
                        .approximateCreationDateTime(record.approximateCreationTime())
                        .keys(item(record.keys()))
                        .newImage(item(record.newImage()))
                        .oldImage(item(record.oldImage()))
                        .sizeBytes(record.sizeBytes())
                        .streamViewType(record.streamViewType());
        if (record.sequenceNumber() != null) {
            change.sequenceNumber(record.sequenceNumber().digits());
        }
        return change.build();
    }

    private static Identity identity(UserIdentity identity) {
        if (identity == null) {
            return null;
        }
        return Identity.builder().type(identity.type()).principalId(identity.principalId()).build();
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item(
            Image image) {
        return image == null ? null : members(image.attributes());
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>
            members(Map<String, AttributeValue> attributes) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> members =
                new LinkedHashMap<>();
        attributes.forEach((name, value) -> members.put(name, value(value)));
        return members;
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue value(
            AttributeValue value) {
        software.amazon.awssdk.services.dynamodb.model.AttributeValue.Builder sdk =
                software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
        switch (value.type()) {
            case S:
                return sdk.s(value.s()).build();
            case N:
                return sdk.n(value.n()).build();
            case B:
                return sdk.b(SdkBytes.fromByteArrayUnsafe(value.b())).build();
            case SS:
                return sdk.ss(value.ss()).build();
            case NS:
                return sdk.ns(value.ns()).build();
            case BS:
                return sdk.bs(binaries(value.bs())).build();
            case M:
                return sdk.m(members(value.m())).build();
            case L:
                return sdk.l(value.l().stream().map(SdkRecords::value).collect(Collectors.toList()))
                        .build();
            case BOOL:
                return sdk.bool(value.bool()).build();
            default:
                return sdk.nul(true).build();
        }
    }

    private static List<SdkBytes> binaries(List<byte[]> values) {
        return values.stream().map(SdkBytes::fromByteArrayUnsafe).collect(Collectors.toList());
    }
}

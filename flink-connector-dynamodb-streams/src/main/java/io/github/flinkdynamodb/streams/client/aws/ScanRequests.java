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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Requests of Scan as the SDK has them. */
final class ScanRequests {

    private ScanRequests() {}

    /**
     * Creates the request of a page, which asks for the consumed capacity too.
     *
     * @param page the page
     * @param capture takes the body of the answer
     * @return the request
     * @throws IllegalArgumentException if the key to begin after isn't one
     */
    static ScanRequest of(SegmentScan page, BodyCapture capture) {
        ScanRequest.Builder request =
                ScanRequest.builder()
                        .tableName(page.table())
                        .segment(page.segment())
                        .totalSegments(page.totalSegments())
                        .consistentRead(page.consistentRead())
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .overrideConfiguration(
                                o -> o.putExecutionAttribute(BodyInterceptor.CAPTURE, capture));
        if (page.limit() != SegmentScan.UNLIMITED) {
            request.limit(page.limit());
        }
        page.exclusiveStartKey().ifPresent(key -> request.exclusiveStartKey(attributes(key)));
        return request.build();
    }

    private static Map<String, AttributeValue> attributes(String key) {
        byte[] json = key.getBytes(StandardCharsets.UTF_8);
        Map<String, AttributeValue> attributes = new HashMap<>();
        try {
            ItemDecoder.INSTANCE
                    .decode(new ByteSlice(json, 0, json.length))
                    .forEach((name, value) -> attributes.put(name, toSdk(value)));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("the key to go on after: " + e.getMessage(), e);
        }
        return attributes;
    }

    /** A key is a string, a number or binary. */
    private static AttributeValue toSdk(
            io.github.flinkdynamodb.streams.model.AttributeValue value) {
        switch (value.type()) {
            case S:
                return AttributeValue.fromS(value.s());
            case N:
                return AttributeValue.fromN(value.n());
            case B:
                return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value.b()));
            default:
                throw new IllegalArgumentException(
                        "the key to go on after has an attribute of the type " + value.type());
        }
    }
}

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

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Takes the body of a successful response as bytes and passes an empty JSON object to the SDK
 * instead, so the SDK doesn't unmarshal it. Only calls that carry a {@link BodyCapture} are
 * touched, and only their successful answers: errors reach the SDK as they are.
 *
 * <p>The hook for blocking bodies is left alone: on the asynchronous path it is called as well, but
 * without a body.
 */
final class BodyInterceptor implements ExecutionInterceptor {

    /**
     * Where a call carries its capture. The SDK refuses a second attribute of one name, and may
     * outlive this class when a cluster loads it once for many jobs: hence the random part.
     */
    static final ExecutionAttribute<BodyCapture> CAPTURE =
            new ExecutionAttribute<>("DynamoDbStreamsBodyCapture-" + UUID.randomUUID());

    /** The checksum of the body: the CRC-32 of its bytes in decimal digits. */
    static final String CRC = "x-amz-crc32";

    static final String ENCODING = "Content-Encoding";

    /** What a header's name begins with while it is kept from the SDK. */
    static final String KEPT = "x-flink-kept-";

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        BodyCapture capture = attributes.getAttribute(CAPTURE);
        if (capture != null) {
            capture.attemptStarted();
        }
    }

    /**
     * Keeps the headers from the SDK that describe the body which it won't see. They stay in the
     * answer under other names, so that each attempt has its own.
     */
    @Override
    public SdkHttpResponse modifyHttpResponse(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        if (attributes.getAttribute(CAPTURE) == null || !response.isSuccessful()) {
            return response;
        }
        SdkHttpResponse.Builder kept = response.toBuilder();
        for (String name : List.of(CRC, ENCODING)) {
            response.firstMatchingHeader(name)
                    .ifPresent(value -> kept.removeHeader(name).putHeader(KEPT + name, value));
        }
        return kept.build();
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        BodyCapture capture = attributes.getAttribute(CAPTURE);
        if (capture == null || !context.httpResponse().isSuccessful()) {
            return context.responsePublisher();
        }
        BodyDecoder decoder = new BodyDecoder(context.httpResponse());
        return context.responsePublisher()
                .map(
                        body ->
                                downstream ->
                                        body.subscribe(
                                                new BodyCollector(downstream, decoder, capture)));
    }
}

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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** One attempt's body: collected in a buffer of its own and handed over when it is complete. */
class BodyCollectorTest {

    private final BodyCapture capture = new BodyCapture();

    @Test
    void bodyIsHandedOverWhenItIsCompleteAndNoSooner() {
        Downstream downstream = new Downstream();
        BodyCollector collector = collector(downstream, null, "6");

        collector.onNext(chunk("abc"));
        byte[] halfway = capture.body();
        collector.onNext(chunk("def"));
        collector.onComplete();

        assertThat(halfway).isNull();
        assertThat(capture.body()).asString().isEqualTo("abcdef");
        assertThat(downstream.seen).containsExactly("{}", "complete");
    }

    @Test
    void lateAttemptDoesNotTouchTheBodyOfTheOneThatReplacedIt() {
        // Given: a first attempt that is halfway, and a second one that is through
        BodyCollector late = collector(new Downstream(), null, "6");
        late.onNext(chunk("abc"));
        BodyCollector second = collector(new Downstream(), null, "6");
        second.onNext(chunk("UVWXYZ"));
        second.onComplete();
        byte[] answer = capture.body();

        // When
        late.onNext(chunk("def"));
        late.onError(new IllegalStateException("given up"));

        // Then
        assertThat(capture.body()).isSameAs(answer);
        assertThat(answer).asString().isEqualTo("UVWXYZ");
    }

    @Test
    void bodyLongerOrShorterThanDeclaredKeepsItsOwnLength() {
        BodyCollector longer = collector(new Downstream(), null, "2");
        longer.onNext(chunk("abc"));
        longer.onNext(chunk("defghijk"));
        longer.onComplete();
        assertThat(capture.body()).asString().isEqualTo("abcdefghijk");

        BodyCollector shorter = collector(new Downstream(), null, "99999999999");
        shorter.onNext(chunk("abc"));
        shorter.onComplete();
        assertThat(capture.body()).asString().isEqualTo("abc");
    }

    @Test
    void wrongChecksumBecomesARetryableErrorAndNoBody() {
        Downstream downstream = new Downstream();
        BodyCollector collector = collector(downstream, "1", null);

        collector.onNext(chunk("abc"));
        collector.onComplete();

        assertThat(capture.body()).isNull();
        assertThat(downstream.failure).isInstanceOf(RetryableException.class);
        assertThat(downstream.seen).isEmpty();
    }

    @Test
    void demandAndCancellationReachTheConnection() {
        Upstream upstream = new Upstream();
        BodyCollector collector = new BodyCollector(new Downstream(), decoder(null, null), capture);
        collector.onSubscribe(upstream);

        // The downstream asked once when it was subscribed.
        collector.request(1);
        collector.request(-1);
        collector.cancel();

        assertThat(upstream.requested).containsExactly(Long.MAX_VALUE, Long.MAX_VALUE, -1L);
        assertThat(upstream.cancelled).isTrue();
    }

    private BodyCollector collector(Downstream downstream, String crc, String length) {
        BodyCollector collector = new BodyCollector(downstream, decoder(crc, length), capture);
        collector.onSubscribe(new Upstream());
        return collector;
    }

    private static BodyDecoder decoder(String crc, String length) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(200);
        if (crc != null) {
            response.putHeader("X-Amz-Crc32", crc);
        }
        if (length != null) {
            response.putHeader("content-length", length);
        }
        return new BodyDecoder(response.build());
    }

    private static ByteBuffer chunk(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Upstream implements Subscription {

        private final List<Long> requested = new ArrayList<>();
        private boolean cancelled;

        @Override
        public void request(long n) {
            requested.add(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static final class Downstream implements Subscriber<ByteBuffer> {

        private final List<String> seen = new ArrayList<>();
        private Throwable failure;

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer chunk) {
            seen.add(StandardCharsets.UTF_8.decode(chunk).toString());
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }
    }
}

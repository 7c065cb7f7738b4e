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
import java.util.Arrays;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects the body of one attempt, each byte copied once, and passes an empty JSON object on in
 * its place. A body that ends early, doesn't match its checksum or can't be unpacked becomes an
 * error downstream and is never handed to the capture.
 */
final class BodyCollector implements Subscriber<ByteBuffer>, Subscription {

    private final Subscriber<? super ByteBuffer> downstream;
    private final BodyDecoder decoder;
    private final BodyCapture capture;

    private Subscription upstream;
    private byte[] buffer;
    private int size;

    BodyCollector(
            Subscriber<? super ByteBuffer> downstream, BodyDecoder decoder, BodyCapture capture) {
        this.downstream = downstream;
        this.decoder = decoder;
        this.capture = capture;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.upstream = subscription;
        this.buffer = new byte[decoder.reserve()];
        downstream.onSubscribe(this);
    }

    /** The whole body is wanted as soon as anything is: the one who asks sees a single element. */
    @Override
    public void request(long n) {
        upstream.request(n > 0 ? Long.MAX_VALUE : n);
    }

    @Override
    public void cancel() {
        upstream.cancel();
    }

    @Override
    public void onNext(ByteBuffer chunk) {
        int length = chunk.remaining();
        if (length > buffer.length - size) {
            long wanted = Math.max((long) buffer.length * 2, (long) size + length);
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
        chunk.get(buffer, size, length);
        size += length;
    }

    @Override
    public void onError(Throwable failure) {
        buffer = null;
        downstream.onError(failure);
    }

    @Override
    public void onComplete() {
        byte[] wire = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
        buffer = null;
        byte[] body;
        try {
            body = decoder.decode(wire);
            capture.publish(body);
        } catch (RuntimeException e) {
            downstream.onError(e);
            return;
        }
        downstream.onNext(ByteBuffer.wrap(capture.forSdk(body)));
        downstream.onComplete();
    }
}

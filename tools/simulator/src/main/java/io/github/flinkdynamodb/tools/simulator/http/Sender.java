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
package io.github.flinkdynamodb.tools.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/** Sends answers on one connection, as they should be or broken in many ways. */
final class Sender {

    private static final int SLOW_STEPS = 10;

    private final ChannelHandlerContext context;
    private final boolean withChecksum;

    /**
     * Sends on a connection.
     *
     * @param withChecksum whether answers have one
     */
    Sender(ChannelHandlerContext context, boolean withChecksum) {
        this.context = context;
        this.withChecksum = withChecksum;
    }

    ChannelHandlerContext context() {
        return context;
    }

    /** As it should be. */
    void send(Answer answer) {
        send(answer, answer.body(), crc(answer.body()));
    }

    /** With another checksum than the body's. */
    void sendWithWrongCrc(Answer answer) {
        send(answer, answer.body(), crc(answer.body()) ^ 1);
    }

    /** With a body that is cut in the middle and then filled up with something else. */
    void sendCorrupted(Answer answer) {
        int length = answer.body().readableBytes();
        ByteBuf half = answer.body().slice(0, length / 2);
        ByteBuf broken =
                Unpooled.wrappedBuffer(half, Unpooled.wrappedBuffer(new byte[length - length / 2]));
        send(answer, broken, crc(broken));
    }

    private void send(Answer answer, ByteBuf body, long crc) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        addHeaders(response.headers(), answer, body.readableBytes(), crc);
        context.writeAndFlush(response);
    }

    private HttpResponse head(Answer answer) {
        HttpResponse head =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        addHeaders(head.headers(), answer, answer.body().readableBytes(), crc(answer.body()));
        return head;
    }

    private void addHeaders(HttpHeaders headers, Answer answer, int length, long crc) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, length)
                .set("x-amzn-RequestId", UUID.randomUUID().toString());
        if (withChecksum) {
            headers.set("x-amz-crc32", Long.toString(crc));
        }
    }

    /** The head and half of the body, then the end of the connection. */
    void sendTruncated(Answer answer) {
        context.write(head(answer));
        ByteBuf half = answer.body().slice(0, answer.body().readableBytes() / 2);
        context.writeAndFlush(new DefaultHttpContent(half))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The body in some steps over a time. */
    void sendSlowly(Answer answer, long nanos) {
        context.writeAndFlush(head(answer));
        ByteBuf body = answer.body();
        int length = body.readableBytes();
        for (int step = 0; step < SLOW_STEPS; step++) {
            int from = (int) ((long) length * step / SLOW_STEPS);
            int to = (int) ((long) length * (step + 1) / SLOW_STEPS);
            // Each part is released once it is on its way.
            ByteBuf part = body.retainedSlice(from, to - from);
            boolean last = step == SLOW_STEPS - 1;
            ScheduledFuture<?> ignored =
                    context.executor()
                            .schedule(
                                    () -> sendPart(part, last),
                                    nanos * (step + 1) / SLOW_STEPS,
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void sendPart(ByteBuf part, boolean last) {
        context.writeAndFlush(new DefaultHttpContent(part));
        if (last) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /** Ends the connection with a reset. */
    void reset() {
        ((SocketChannel) context.channel()).config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
    }

    /** Ends the connection in order. */
    void close() {
        context.close();
    }

    private static long crc(ByteBuf body) {
        CRC32 crc = new CRC32();
        for (ByteBuffer part : body.nioBuffers()) {
            crc.update(part);
        }
        return crc.getValue();
    }
}

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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * DynamoDB Streams, or DynamoDB, on the loopback address, as fast as possible: it answers from
 * prepared pages, each answer after a delay that stands for the way to the service and back. A
 * delayed answer holds no thread. It checks neither signatures nor limits.
 */
public final class PreparedPagesServer implements AutoCloseable {

    /** What the names of its threads begin with. */
    public static final String THREADS = "prepared-pages";

    private static final int MAX_REQUEST_BYTES = 1 << 16;

    private final PagesProtocol protocol;
    private final long delayNanos;
    private final CallStatistics statistics = new CallStatistics();
    private final EventLoopGroup threads;
    private final Channel listener;
    private final SslContext tls;

    /**
     * Starts on a free port, for plain HTTP.
     *
     * @param stream what is served
     * @param delay from a request's arrival to its answer
     * @param threadCount how many threads serve all the connections
     */
    PreparedPagesServer(PreparedStream stream, Duration delay, int threadCount) {
        this(stream, delay, threadCount, null);
    }

    /**
     * Starts on a free port.
     *
     * @param tls what the connections are encrypted with; null for plain HTTP
     */
    PreparedPagesServer(PreparedStream stream, Duration delay, int threadCount, SslContext tls) {
        this(new StreamsProtocol(stream, hourAgo()), delay, threadCount, tls);
    }

    /**
     * Starts on a free port.
     *
     * @param protocol answers the calls
     * @param delay from a request's arrival to its answer
     * @param threadCount how many threads serve all the connections
     * @param tls what the connections are encrypted with; null for plain HTTP
     */
    public PreparedPagesServer(
            PagesProtocol protocol, Duration delay, int threadCount, SslContext tls) {
        this.tls = tls;
        this.protocol = protocol;
        this.delayNanos = delay.toNanos();
        this.threads = new NioEventLoopGroup(threadCount, new DefaultThreadFactory(THREADS, true));
        this.listener = listen();
    }

    private static long hourAgo() {
        return System.currentTimeMillis() / 1000 - 3600;
    }

    private Channel listen() {
        return new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                if (tls != null) {
                                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                                }
                                channel.pipeline()
                                        .addLast(new HttpServerCodec())
                                        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                        .addLast(new CallHandler());
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    public URI endpoint() {
        InetSocketAddress address = (InetSocketAddress) listener.localAddress();
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + address.getPort());
    }

    /** What it saw since it was started or the statistics were reset. */
    public CallStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Answers the calls of one connection. */
    private final class CallHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            long arrival = System.nanoTime();
            String call = call(request);
            statistics.begin(call);
            PagesProtocol.Answer answer =
                    protocol.answer(
                            call,
                            request.content().toString(StandardCharsets.UTF_8),
                            context.alloc());
            FullHttpResponse response = response(answer);
            long rest = delayNanos - (System.nanoTime() - arrival);
            if (rest <= 0) {
                send(context, call, response);
            } else {
                context.executor()
                        .schedule(() -> send(context, call, response), rest, TimeUnit.NANOSECONDS);
            }
        }

        private void send(ChannelHandlerContext context, String call, FullHttpResponse response) {
            int bytes = response.content().readableBytes();
            statistics.end(call, bytes);
            context.writeAndFlush(response);
        }

        private String call(FullHttpRequest request) {
            String target = request.headers().get("X-Amz-Target", "");
            return target.substring(target.indexOf('.') + 1);
        }

        private FullHttpResponse response(PagesProtocol.Answer answer) {
            ByteBuf body = answer.body();
            FullHttpResponse response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.valueOf(answer.status()),
                            body);
            CRC32 crc = new CRC32();
            crc.update(body.nioBuffer());
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/x-amz-json-1.0")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set("x-amz-crc32", crc.getValue())
                    .set("x-amzn-RequestId", UUID.randomUUID());
            return response;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}

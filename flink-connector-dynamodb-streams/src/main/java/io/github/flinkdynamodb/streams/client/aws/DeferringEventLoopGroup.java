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

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that never begin a connection within the task that asks for it.
 *
 * <p>The SDK's connection pool starts to connect first and adds the listener for the result
 * afterwards, in one task of its event loop. A connection that fails in between, on another loop or
 * because the host's name is unknown, fails unheard: the call then waits for its time limit. Here a
 * new channel is registered, and thereby its name resolved and its connection begun, by a task that
 * is queued behind the one that asks, so the listener is always there first. ADR 0011 has the
 * details.
 */
final class DeferringEventLoopGroup extends NioEventLoopGroup {

    DeferringEventLoopGroup(int threads, ThreadFactory threadFactory) {
        super(threads, threadFactory);
    }

    @Override
    public ChannelFuture register(Channel channel) {
        for (EventExecutor loop : this) {
            if (loop.inEventLoop()) {
                return registerAfterThisTask(channel, loop);
            }
        }
        return super.register(channel);
    }

    private ChannelFuture registerAfterThisTask(Channel channel, EventExecutor current) {
        EventLoop target = next();
        ChannelPromise registered = new DefaultChannelPromise(channel, target);
        try {
            current.execute(() -> target.register(registered));
        } catch (RejectedExecutionException e) {
            // The group is being shut down.
            channel.unsafe().closeForcibly();
            registered.setFailure(e);
        }
        return registered;
    }
}

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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.Call;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.Faults;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes the requests of one connection, lets faults strike and sends the answers. */
public final class SimulatorHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** Marks connections that requests about the simulator itself came over. */
    static final AttributeKey<Boolean> STEERS = AttributeKey.valueOf("steers the simulator");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Calls calls;
    private final Faults faults;
    private final CallCounts counts;
    private final Function<Operation, Latency> latency;
    private final Random random;
    private final ControlRequests control;

    /**
     * A connection.
     *
     * @param calls answers the calls
     * @param faults what goes wrong with them
     * @param counts counts them
     * @param latency how long each takes
     * @param random for times
     * @param control answers the requests about the simulator itself
     */
    public SimulatorHandler(
            Calls calls,
            Faults faults,
            CallCounts counts,
            Function<Operation, Latency> latency,
            Random random,
            ControlRequests control) {
        this.calls = calls;
        this.faults = faults;
        this.counts = counts;
        this.latency = latency;
        this.random = random;
        this.control = control;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Sender sender = new Sender(context, calls.sendsChecksums());
        if (request.uri().startsWith(ControlRequests.PATH)) {
            context.channel().attr(STEERS).set(true);
            sender.send(control.answer(request));
            return;
        }
        Operation operation = Operation.ofTarget(request.headers().get("X-Amz-Target"));
        if (operation == null) {
            refuse(sender, ServiceError.UNKNOWN_OPERATION);
        } else if (!request.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
            refuse(sender, ServiceError.MISSING_AUTHENTICATION_TOKEN);
        } else {
            handle(sender, operation, request);
        }
    }

    private void refuse(Sender sender, ServiceError error) {
        faults.note(error.code());
        sender.send(error(error));
    }

    private static JsonNode read(FullHttpRequest request) {
        try {
            return JSON.readTree(new ByteBufInputStream(request.content()));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private void handle(Sender sender, Operation operation, FullHttpRequest request) {
        JsonNode sent = read(request);
        if (!sent.isObject()) {
            refuse(sender, ServiceError.SERIALIZATION);
            return;
        }
        JsonNode body;
        try {
            body = calls.understand(operation, sent);
        } catch (ServiceException e) {
            refuse(sender, e.error());
            return;
        }
        Call call = Calls.describe(operation, body);
        String signature = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        counts.begin(operation);
        Fault fault = faults.strike(call);
        long nanos = latency.apply(operation).sampleNanos(random);
        if (fault != null && fault.kind() == Fault.Kind.DELAY) {
            nanos += fault.latency().sampleNanos(random);
        }
        after(
                sender,
                nanos,
                () -> {
                    if (fault == null || fault.kind() == Fault.Kind.DELAY) {
                        sender.send(answer(call, body, null, signature));
                    } else {
                        strike(sender, fault, () -> answer(call, body, fault, signature));
                    }
                });
    }

    private void after(Sender sender, long nanos, Runnable send) {
        Runnable last =
                () -> {
                    counts.end();
                    send.run();
                };
        if (nanos <= 0) {
            last.run();
            return;
        }
        ScheduledFuture<?> ignored =
                sender.context().executor().schedule(last, nanos, TimeUnit.NANOSECONDS);
    }

    private void strike(Sender sender, Fault fault, Supplier<Answer> right) {
        switch (fault.kind()) {
            case ERROR:
                sender.send(error(fault.error()));
                break;
            case HTTP_STATUS:
                sender.send(
                        Answer.text(
                                fault.status(),
                                "text/html",
                                "<html><body><h1>" + fault.status() + "</h1></body></html>"));
                break;
            case CONNECTION_RESET:
                sender.reset();
                break;
            case CONNECTION_CLOSED:
                sender.close();
                break;
            case NO_ANSWER:
                break;
            case SLOW_BODY:
                sender.sendSlowly(right.get(), fault.latency().sampleNanos(random));
                break;
            case TRUNCATED_BODY:
                sender.sendTruncated(right.get());
                break;
            case WRONG_CRC:
                sender.sendWithWrongCrc(right.get());
                break;
            case CORRUPT_BODY:
                sender.sendCorrupted(right.get());
                break;
            default:
                sender.send(right.get());
                break;
        }
    }

    private Answer answer(Call call, JsonNode body, Fault fault, String signature) {
        try {
            return calls.answer(call, body, fault, signature);
        } catch (ServiceException e) {
            return error(e.error());
        } catch (RuntimeException e) {
            return error(
                    ServiceError.INTERNAL_FAILURE.withMessage("The simulator itself failed: " + e));
        }
    }

    private static Answer error(ServiceError error) {
        return Answer.of(
                error.status(),
                JSON.createObjectNode()
                        .put("__type", error.type())
                        .put("message", error.message())
                        .toString());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.personality.Translator;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Requests and answers on their way to and from a translator, if there is one. Thread-safe. */
final class Translation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Translator translator;

    /** Translates with a translator; with null everything stays as it is. */
    Translation(Translator translator) {
        this.translator = translator;
    }

    /**
     * Reads a request as the service's.
     *
     * @param request its body, an object
     * @throws ServiceException where there is no such call, or it is malformed
     */
    JsonNode request(Operation operation, JsonNode request) {
        if (translator == null) {
            return request;
        }
        try {
            return translator.request(operation, request);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ServiceException(ServiceError.VALIDATION.withMessage(e.toString()));
        }
    }

    /**
     * Answers a request.
     *
     * @param request as the service gets it
     * @param service answers as the service does
     * @throws ServiceException where the answer is an error
     */
    Answer answer(Operation operation, JsonNode request, Function<JsonNode, Answer> service) {
        Answer first = service.apply(request);
        if (translator == null) {
            return first;
        }
        ObjectNode whole = read(first);
        ObjectNode next = translator.next(operation, (ObjectNode) request, whole);
        while (next != null) {
            ObjectNode page = read(service.apply(next));
            translator.join(whole, page);
            whole = page;
            next = translator.next(operation, next, whole);
        }
        return Answer.ok(translator.answer(operation, whole).toString());
    }

    private static ObjectNode read(Answer answer) {
        try {
            return (ObjectNode) JSON.readTree(new ByteBufInputStream(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

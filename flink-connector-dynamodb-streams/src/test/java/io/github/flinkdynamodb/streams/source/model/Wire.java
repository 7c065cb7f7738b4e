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
package io.github.flinkdynamodb.streams.source.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.util.InstantiationUtil;

/**
 * The way of an event from one process to another, by Java's serialization, as Flink sends it. That
 * is slow, and there are few different events: one that is equal to one before arrives as that did.
 */
final class Wire {

    private static final int MAX_KNOWN = 10_000;

    private static final Map<SourceEvent, SourceEvent> ARRIVED = new HashMap<>();

    private Wire() {}

    static SourceEvent sent(SourceEvent event) {
        if (ARRIVED.size() >= MAX_KNOWN) {
            ARRIVED.clear();
        }
        return ARRIVED.computeIfAbsent(event, Wire::throughBytes);
    }

    private static SourceEvent throughBytes(SourceEvent event) {
        try {
            return InstantiationUtil.clone(event);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("can't be sent: " + event, e);
        }
    }
}

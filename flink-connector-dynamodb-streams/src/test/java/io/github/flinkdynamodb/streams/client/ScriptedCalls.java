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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Counts the calls of a scripted client, holds them, and makes them fail. */
final class ScriptedCalls {

    private static final String ANY = "*";

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, List<StreamsException.Kind>> faults = new HashMap<>();
    private final Set<String> heldTargets = new HashSet<>();
    private final List<Held> held = new ArrayList<>();
    private int inFlight;
    private int maxInFlight;

    /** A call that waits for the test: what it will answer with, decided when it is released. */
    private static final class Held {
        final String target;
        final Runnable answer;

        Held(String target, Runnable answer) {
            this.target = target;
            this.answer = answer;
        }
    }

    <V> CompletableFuture<V> call(Operation operation, String target, Supplier<V> answer) {
        CompletableFuture<V> future = new CompletableFuture<>();
        synchronized (this) {
            counts.merge(operation.name(), 1, Integer::sum);
            counts.merge(operation + " " + target, 1, Integer::sum);
            inFlight++;
            maxInFlight = Math.max(maxInFlight, inFlight);
            if (heldTargets.contains(target) || heldTargets.contains(ANY)) {
                held.add(new Held(target, () -> complete(operation, target, answer, future)));
                return future;
            }
        }
        complete(operation, target, answer, future);
        return future;
    }

    private <V> void complete(
            Operation operation, String target, Supplier<V> answer, CompletableFuture<V> future) {
        StreamsException.Kind fault;
        synchronized (this) {
            inFlight--;
            fault = nextFault(operation, target);
        }
        if (fault != null) {
            future.completeExceptionally(
                    new StreamsException(fault, operation + " on " + target + ": scripted", null));
            return;
        }
        try {
            future.complete(answer.get());
        } catch (StreamsException e) {
            future.completeExceptionally(e);
        }
    }

    private StreamsException.Kind nextFault(Operation operation, String target) {
        for (String key : List.of(operation + " " + target, ANY + " " + target, ANY)) {
            List<StreamsException.Kind> kinds = faults.get(key);
            if (kinds != null && !kinds.isEmpty()) {
                return kinds.remove(0);
            }
        }
        return null;
    }

    synchronized void fail(Operation op, String target, StreamsException.Kind kind, int times) {
        List<StreamsException.Kind> kinds =
                faults.computeIfAbsent(
                        target == null ? ANY : (op == null ? ANY : op) + " " + target,
                        key -> new ArrayList<>());
        for (int i = 0; i < times; i++) {
            kinds.add(kind);
        }
    }

    /** How many scripted faults no call has met yet. */
    synchronized int faultsLeft() {
        return faults.values().stream().mapToInt(List::size).sum();
    }

    synchronized void clearFaults() {
        faults.clear();
    }

    synchronized void hold(String target) {
        heldTargets.add(target == null ? ANY : target);
    }

    /** Answers the held calls of a target (or of all), and holds no further ones. */
    void release(String target) {
        synchronized (this) {
            if (target == null) {
                heldTargets.clear();
            } else {
                heldTargets.remove(target);
            }
        }
        answerHeld(target, Integer.MAX_VALUE);
    }

    /** Answers the oldest held calls of a target (or of all); later ones are still held. */
    int answerHeld(String target, int atMost) {
        List<Held> due = new ArrayList<>();
        synchronized (this) {
            for (Held call : List.copyOf(held)) {
                if (due.size() < atMost && (target == null || target.equals(call.target))) {
                    due.add(call);
                    held.remove(call);
                }
            }
        }
        due.forEach(call -> call.answer.run());
        return due.size();
    }

    synchronized int held(String target) {
        return (int) held.stream().filter(call -> call.target.equals(target)).count();
    }

    synchronized int count(String key) {
        return counts.getOrDefault(key, 0);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int maxInFlight() {
        return maxInFlight;
    }
}

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

import io.github.flinkdynamodb.streams.client.StreamsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads all pages of a listing, one after the other. Only a page that names no next one ends it: a
 * page may be empty in the middle.
 *
 * @param <P> a page
 * @param <T> an element
 */
final class Listing<P, T> {

    private final Function<String, CompletableFuture<P>> reading;
    private final Function<P, List<T>> elements;
    private final Function<P, String> next;
    private final CallTarget target;

    private final List<T> found = new ArrayList<>();
    private final CompletableFuture<List<T>> result = new CompletableFuture<>();

    /**
     * Creates a listing.
     *
     * @param reading reads the page after an element; null stands for the first page
     * @param elements the wanted elements of a page
     * @param next what to read on after, or null on the last page
     * @param target the call, for messages
     */
    Listing(
            Function<String, CompletableFuture<P>> reading,
            Function<P, List<T>> elements,
            Function<P, String> next,
            CallTarget target) {
        this.reading = reading;
        this.elements = elements;
        this.next = next;
        this.target = target;
    }

    /**
     * Reads the listing. May be called once.
     *
     * @return the wanted elements of all pages, in their order
     */
    CompletableFuture<List<T>> read() {
        readAfter(null);
        return result;
    }

    private void readAfter(String start) {
        reading.apply(start)
                .whenComplete(
                        (page, failure) -> {
                            if (failure != null) {
                                result.completeExceptionally(failure);
                            } else {
                                take(page, start);
                            }
                        });
    }

    private void take(P page, String start) {
        String end;
        try {
            found.addAll(elements.apply(page));
            end = next.apply(page);
        } catch (RuntimeException e) {
            fail("the answer can't be used: " + e.getMessage(), e);
            return;
        }
        if (end == null || end.isEmpty()) {
            result.complete(List.copyOf(found));
        } else if (end.equals(start)) {
            fail("the listing doesn't get beyond " + end, null);
        } else {
            readAfter(end);
        }
    }

    private void fail(String problem, Throwable cause) {
        result.completeExceptionally(
                new StreamsException(
                        StreamsException.Kind.TRANSIENT, target + " failed: " + problem, cause));
    }
}

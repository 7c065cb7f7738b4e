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

import io.github.flinkdynamodb.streams.client.ListingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all pages of a listing, one after the other. A page may be empty in the middle: what ends
 * the listing is a page that names no next one, or that it no longer moves on.
 *
 * @param <P> a page
 * @param <T> an element
 */
final class Listing<P, T> {

    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    private final Function<String, CompletableFuture<P>> reading;
    private final Function<P, List<T>> elements;
    private final Function<P, List<String>> ids;
    private final Function<P, String> next;
    private final CallTarget target;

    private final ListingProgress progress = new ListingProgress(null);
    private final List<T> found = new ArrayList<>();
    private final CompletableFuture<List<T>> result = new CompletableFuture<>();

    /**
     * Creates a listing.
     *
     * @param reading reads the page after an element; null stands for the first page
     * @param elements the wanted elements of a page
     * @param ids the ids of all elements of a page
     * @param next what to read on after; null or empty on the last page
     * @param target the call, for messages
     */
    Listing(
            Function<String, CompletableFuture<P>> reading,
            Function<P, List<T>> elements,
            Function<P, List<String>> ids,
            Function<P, String> next,
            CallTarget target) {
        this.reading = reading;
        this.elements = elements;
        this.ids = ids;
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
                                take(page);
                            }
                        });
    }

    private void take(P page) {
        String end;
        boolean movesOn;
        try {
            found.addAll(elements.apply(page));
            end = next.apply(page);
            movesOn = end != null && !end.isEmpty() && progress.movesOn(ids.apply(page), end);
        } catch (RuntimeException e) {
            result.completeExceptionally(target.unusableResponse(e));
            return;
        }
        if (movesOn) {
            readAfter(end);
            return;
        }
        if (end != null && !end.isEmpty()) {
            LOG.warn(
                    "{} names a next page after {} but shows nothing new; the listing is taken as"
                            + " complete",
                    target,
                    end);
        }
        result.complete(List.copyOf(found));
    }
}

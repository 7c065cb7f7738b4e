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

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/**
 * Notices a listing that doesn't move on. The API promises that a page without a last evaluated
 * element ends a listing; some stand-ins of the service name one on every page. One object serves
 * one listing; not thread-safe.
 */
@Internal
public final class ListingProgress {

    /**
     * The service's pages hold up to 100 elements: more than a few that show nothing new are odd.
     */
    static final int MAX_PAGES_WITHOUT_NEWS = 10;

    private final Set<String> starts = new HashSet<>();
    private final Set<String> shown = new HashSet<>();
    private int pagesWithoutNews;

    /**
     * Creates the progress of a listing that begins behind an element.
     *
     * @param start the element, or null for a listing from the beginning
     */
    public ListingProgress(String start) {
        starts.add(start);
    }

    /**
     * Takes a page that names where the next one begins.
     *
     * @param ids the ids of the elements on the page
     * @param next the element that the next page begins behind, not null
     * @return false if the listing is at its end all the same: it has begun behind that element
     *     before, or its last {@value #MAX_PAGES_WITHOUT_NEWS} pages have shown nothing new
     */
    public boolean movesOn(Collection<String> ids, String next) {
        pagesWithoutNews = shown.addAll(ids) ? 0 : pagesWithoutNews + 1;
        return starts.add(next) && pagesWithoutNews < MAX_PAGES_WITHOUT_NEWS;
    }
}

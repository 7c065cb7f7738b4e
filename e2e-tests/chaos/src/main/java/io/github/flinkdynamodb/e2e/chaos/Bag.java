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
package io.github.flinkdynamodb.e2e.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Things in random order, each as often as it was put in before any comes again. So that what is
 * random is never one-sided, and a short run has one of each.
 *
 * @param <T> the things
 */
final class Bag<T> {

    private final List<T> things;
    private final Random random;
    private final Deque<T> left = new ArrayDeque<>();

    Bag(List<T> things, Random random) {
        this.things = List.copyOf(things);
        this.random = random;
    }

    T next() {
        if (left.isEmpty()) {
            List<T> shuffled = new ArrayList<>(things);
            Collections.shuffle(shuffled, random);
            left.addAll(shuffled);
        }
        return left.poll();
    }
}

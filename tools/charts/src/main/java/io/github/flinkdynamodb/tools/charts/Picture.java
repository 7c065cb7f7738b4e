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
package io.github.flinkdynamodb.tools.charts;

/** A picture of what was measured. */
public abstract class Picture {

    private final String name;
    private final String title;

    /**
     * Creates a picture of nothing yet.
     *
     * @param name of its file, without ".svg"
     * @param title stands above it
     */
    Picture(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /** Returns the name of its file, without ".svg". */
    public final String name() {
        return name;
    }

    /** Returns what stands above it. */
    public final String title() {
        return title;
    }

    /** Returns whether there is nothing to be seen in it, in which case it isn't written. */
    public abstract boolean isEmpty();

    /** Returns the text of its SVG file. */
    public abstract String svg();
}

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
package io.github.flinkdynamodb.streams.compat;

import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

/**
 * What listeners to the state of jobs learn of a source: which table it reads. Flink's own
 * implementations of these interfaces aren't in all of its versions.
 */
@Internal
public final class SourceLineage implements SourceLineageVertex {

    private final Boundedness boundedness;
    private final LineageDataset table;

    /**
     * Creates the lineage of a source.
     *
     * @param boundedness whether the source ends by itself
     * @param namespace where the table is
     * @param name the table
     */
    public SourceLineage(Boundedness boundedness, String namespace, String name) {
        this.boundedness = boundedness;
        this.table = new Table(namespace, name);
    }

    @Override
    public Boundedness boundedness() {
        return boundedness;
    }

    @Override
    public List<LineageDataset> datasets() {
        return List.of(table);
    }

    /** A table, of which nothing more is told. */
    private static final class Table implements LineageDataset {
        private final String namespace;
        private final String name;

        Table(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String namespace() {
            return namespace;
        }

        @Override
        public Map<String, LineageDatasetFacet> facets() {
            return Map.of();
        }
    }
}

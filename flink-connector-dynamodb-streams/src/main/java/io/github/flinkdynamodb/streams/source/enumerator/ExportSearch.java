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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryCalls;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Looks through a table's exports, from the newest on: the id at the end of an ARN begins with the
 * milliseconds of its request. Coordinator thread only.
 */
final class ExportSearch {

    /** A table may have thousands of exports; the one that is looked for is a recent one. */
    private static final int MOST_DESCRIBED = 20;

    private static final Comparator<String> NEWEST_FIRST =
            Comparator.<String, String>comparing(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                    .reversed();

    private final DiscoveryCalls calls;

    ExportSearch(DiscoveryCalls calls) {
        this.calls = calls;
    }

    /**
     * Finds an export.
     *
     * @param tableArn the table
     * @param isWanted returns whether it is one that is looked for
     * @param onFound receives the newest of them
     * @param onMissing is run if there is none
     */
    void find(
            String tableArn,
            Predicate<ExportDescription> isWanted,
            Consumer<ExportDescription> onFound,
            Runnable onMissing) {
        calls.listExports(
                tableArn,
                arns -> new Candidates(newest(arns), isWanted, onFound, onMissing).next(),
                ExportSearch::fail);
    }

    /**
     * Finds an incremental export.
     *
     * @param tableArn the table
     * @param isWanted returns whether it is one that is looked for
     * @param onFound receives the newest of them
     * @param onMissing is run if there is none
     */
    void findIncremental(
            String tableArn,
            Predicate<ExportDescription> isWanted,
            Consumer<ExportDescription> onFound,
            Runnable onMissing) {
        calls.listIncrementalExports(
                tableArn,
                arns -> new Candidates(newest(arns), isWanted, onFound, onMissing).next(),
                ExportSearch::fail);
    }

    private static List<String> newest(List<String> arns) {
        return arns.stream()
                .sorted(NEWEST_FIRST)
                .limit(MOST_DESCRIBED)
                .collect(Collectors.toList());
    }

    /** Fails the job, since no retry helps. */
    static void fail(StreamsException failure) {
        throw new FlinkRuntimeException(failure.getMessage(), failure);
    }

    private final class Candidates {
        private final Iterator<String> left;
        private final Predicate<ExportDescription> isWanted;
        private final Consumer<ExportDescription> onFound;
        private final Runnable onMissing;

        Candidates(
                List<String> arns,
                Predicate<ExportDescription> isWanted,
                Consumer<ExportDescription> onFound,
                Runnable onMissing) {
            this.left = arns.iterator();
            this.isWanted = isWanted;
            this.onFound = onFound;
            this.onMissing = onMissing;
        }

        void next() {
            if (left.hasNext()) {
                calls.describeExport(left.next(), this::described, this::failed);
            } else {
                onMissing.run();
            }
        }

        private void described(ExportDescription export) {
            if (isWanted.test(export)) {
                onFound.accept(export);
            } else {
                next();
            }
        }

        /** An export may be forgotten by the service after it was listed. */
        private void failed(StreamsException failure) {
            if (failure.kind() != StreamsException.Kind.RESOURCE_NOT_FOUND) {
                fail(failure);
            }
            next();
        }
    }
}

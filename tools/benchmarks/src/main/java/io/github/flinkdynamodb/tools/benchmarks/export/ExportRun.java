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
package io.github.flinkdynamodb.tools.benchmarks.export;

import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.ProcessCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads a file in each way in turn, again and again, in one JVM, and reports the CPU seconds of the
 * process: garbage collection included, that of what was left before a turn not.
 */
final class ExportRun {

    /** Of a turn: the clock of CPU time may tick a hundred times a second. */
    private static final double LEAST_SECONDS = 0.02;

    private final Map<Way, FileReading> readings = new EnumMap<>(Way.class);
    private final PreparedExport export;
    private long rows;

    private ExportRun(PreparedExport export) throws IOException {
        this.export = export;
        for (Way way : Way.values()) {
            readings.put(way, way.reading(export));
        }
    }

    /**
     * Measures.
     *
     * @param arguments "true" for mixed items; how many items; CPU seconds of warm-up for each way;
     *     rounds; how often a file is read in a turn
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("export");
        PreparedExport export =
                PreparedExport.write(
                        folder, Boolean.parseBoolean(arguments[0]), Integer.parseInt(arguments[1]));
        try {
            ChildJvm.tell("bytes", export.lineBytes());
            ChildJvm.tell("stored", export.storedBytes());
            ExportRun run = new ExportRun(export);
            run.warmUp(Integer.parseInt(arguments[2]));
            run.measure(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        } finally {
            Files.delete(export.path());
            Files.delete(folder);
        }
    }

    private void warmUp(int cpuSeconds) throws IOException {
        for (Way way : Way.values()) {
            double end = ProcessCpu.seconds() + cpuSeconds;
            do {
                read(way);
            } while (ProcessCpu.seconds() < end);
        }
    }

    private void measure(int rounds, int reads) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Way way : Way.values()) {
                ChildJvm.tell(figure(way, round), secondsOfARead(way, reads));
            }
        }
    }

    private double secondsOfARead(Way way, int reads) throws IOException {
        System.gc();
        double before = ProcessCpu.seconds();
        int done = 0;
        double used;
        do {
            read(way);
            done++;
            used = ProcessCpu.seconds() - before;
        } while (done < reads || used < LEAST_SECONDS);
        return used / done;
    }

    /** The name of the CPU seconds of a read. */
    static String figure(Way way, int round) {
        return way.name() + round;
    }

    private void read(Way way) throws IOException {
        rows = 0;
        readings.get(way).read(row -> rows++);
        if (way != Way.INFLATE && rows != export.file().itemCount()) {
            throw new IllegalStateException(rows + " rows of " + export.file().itemCount());
        }
    }
}

# fish completion for roadcase. Into ~/.config/fish/completions/roadcase.fish, or:  roadcase completion fish | source
function __roadcase_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (roadcase complete -- $words[2..-1] 2>/dev/null </dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c roadcase -f -a '(__roadcase_complete)'

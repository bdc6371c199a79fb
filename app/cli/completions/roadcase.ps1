# PowerShell completion for roadcase. In $PROFILE:  roadcase completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName roadcase -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text }) + $wordToComplete
    roadcase complete -- @words 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $name, $what = $_ -split "`t", 2
        if (-not $what) { $what = $name }
        [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $what)
    }
}
